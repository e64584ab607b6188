"""Addresses of the public site, in one place: the same page has the same address in the three languages but for the first part."""

from dataclasses import dataclass

from portal.site.editions import PublishedEdition


@dataclass(frozen=True)
class Addresses:
    """Where the pages of one edition are, in one language. A replaced edition keeps its pages under its number."""

    language: str
    edition: PublishedEdition

    @property
    def year(self) -> str:
        one = self.edition
        return f"/{self.language}/{one.year}/" if one.is_current else f"/{self.language}/{one.year}/editions/{one.number}/"

    def of(self, kind: str, key="") -> str:
        """`of("items", 7)` → `/kk/2026/items/7/`; without a key the list."""
        return f"{self.year}{kind}/{key}/" if key != "" else f"{self.year}{kind}/"

    def line(self, line: dict) -> str:
        """Where a figure comes from: the very line on the page of its item or indicator."""
        page = self.of("items", line["number"]) if line["kind"] == "item" else self.of("indicators", line["indicator"])
        return f"{page}#{line['line']}"


def in_language(path: str, language: str) -> str:
    """The same page in another language."""
    return f"/{language}/{path.split('/', 2)[2]}"
