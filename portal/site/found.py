"""What a written page holds: where it leads, which places it has, which figures it shows. Taken once, by whoever wrote the page."""

import hashlib
import re
from dataclasses import asdict, dataclass
from html import unescape

# Our templates write every attribute in double quotes and escape what stands in it, so nothing else can look like one
LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
PLACE = re.compile(r'\sid="([^"]*)"')
FIGURE = re.compile(r'<data value="([^"]*)" data-figure="([^"]*)">')


@dataclass(frozen=True)
class Found:
    """A page as it was written, by its address."""

    path: str
    sha256: str
    links: list[str]
    places: list[str]  # anchors, in the order of the page
    figures: list[tuple[str, str]]  # (path in `summary.json`, value)

    def as_data(self) -> dict:
        """For a file that another process reads."""
        return asdict(self)


def in_page(path: str, data: bytes) -> Found:
    """What the bytes of a page hold."""
    html = data.decode()
    links = sorted({unescape(one) for one in LINK.findall(html)} - {""})
    figures = [(unescape(where), unescape(value)) for value, where in FIGURE.findall(html)]
    return Found(path, hashlib.sha256(data).hexdigest(), links, [unescape(one) for one in PLACE.findall(html)], figures)
