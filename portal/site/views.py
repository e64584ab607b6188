"""Search and «Check a document»: the two public pages that answer a question. Both read the current build and no database."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.site import documents, folding, living, searching
from portal.site.addresses import Addresses
from portal.site.pages_common import crumbs
from territories.kazakh import sort_key

# How a reader gets the SHA-256 of a file without us
COMMANDS = ("Windows: certutil -hashfile … SHA256", "Linux: sha256sum …")


@require_safe
def search(request) -> HttpResponse:
    """Search by GET, so that an answer can be sent on as a link. Without a query: what may be asked, and the list of all pages."""
    now, language = living.current(), get_language()
    asked = read_question(request.GET)
    context = {"crumbs": crumbs(), "here": _("Search"), "asked": asked, "years": now.index.years, "bodies": bodies(now.index, language)}
    if folding.words_of(asked.query):
        found, shortened = searching.find(now.index, asked, language)
        context |= {"answered": True, "total": len(found), "shortened": shortened, "broad": len(found) > searching.BROAD and not asked.kind}
        context |= {"groups": grouped(found, asked, now.index, language, page_number(request.GET))}
    return living.answer(request, "search/", "search.html", context)


def read_question(given) -> searching.Question:
    """The query as it was asked; a year or a kind that does not exist narrows nothing."""
    year, kind = given.get("year", ""), given.get("kind", "")
    return searching.Question(
        query=given.get("q", "").strip()[: folding.LONGEST_QUERY],
        year=int(year) if len(year) == 4 and year.isdecimal() else None,
        body=given.get("body", "")[:20],
        kind=kind if kind in searching.KINDS else "",
    )


def page_number(given) -> int:
    """The page of a long list, from 1 on."""
    text = given.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 5 else 1


def bodies(index: searching.Index, language: str) -> list[tuple[str, str]]:
    """The bodies to choose from, by name in Kazakh order."""
    return sorted(((code, names[language] or names["kk"]) for code, names in index.bodies.items()), key=lambda one: sort_key(one[1]))


def kind_names() -> dict[str, str]:
    """The headings of the groups."""
    return {
        "year": _("Results of years"), "item": _("Action items"), "indicator": _("Indicators"), "body": _("Bodies"), "region": _("Regions"),
        "territory": _("Territories"), "text": _("Texts of the reports"), "term": _("Glossary"),
    }  # fmt: skip


def where_names() -> dict[str, str]:
    """What a text is, for «where it matched»."""
    return {
        "title": pgettext("found", "Name"), "number": pgettext("found", "Number"), "code": pgettext("found", "Code"),
        "short": pgettext("found", "Short name"), "completion_form": _("Form of completion"), "deadline_text": _("Deadline"),
        "funding_text": _("Funding"), "unit": _("Unit"), "data_source": _("Data source"), "narrative": _("Analytical part"),
        "progress": pgettext("found", "What was done"), "reasons": pgettext("found", "Reasons"),
        "measures": pgettext("found", "Measures taken"), "proposal": pgettext("found", "Proposal"),
        "answer_note": pgettext("found", "Explanation"), "evidence": pgettext("found", "Document"),
    }  # fmt: skip


def grouped(found: list, asked: searching.Question, index: searching.Index, language: str, page: int) -> list[dict]:
    """The answers by kind: the first few of each, or a page of the chosen one."""
    names, groups = kind_names(), []
    for kind in searching.KINDS:
        of_kind = [one for one in found if one.entry.kind == kind]
        if not of_kind or asked.kind and asked.kind != kind:
            continue
        start = (page - 1) * searching.PAGE if asked.kind else 0
        shown = of_kind[start : start + (searching.PAGE if asked.kind else searching.FIRST)]
        groups.append(
            {
                "kind": kind, "name": names[kind], "count": len(of_kind), "rows": [row(one, asked, index, language) for one in shown],
                "more": not asked.kind and len(of_kind) > len(shown),
                "previous": page - 1 if asked.kind and page > 1 else None,
                "next": page + 1 if asked.kind and start + searching.PAGE < len(of_kind) else None,
            }
        )  # fmt: skip
    return groups


def row(one: searching.Found, asked: searching.Question, index: searching.Index, language: str) -> dict:
    """An answer as it is shown: its title with the words marked, and where else they were met."""
    entry, title = one.entry, one.entry.title[language] or one.entry.title["kk"]
    patterns = [folding.pattern(folding.stem(word)) for word in folding.words_of(asked.query)]
    marked = searching.marked(title, folding.fold(title), patterns)
    if entry.kind == "year":
        marked = _("Results for %(year)s") % {"year": entry.year}
    by = index.bodies.get(entry.bodies[0], {}).get(language, "") if entry.kind == "text" and entry.bodies else ""
    lang = one.lang if one.lang not in ("", language) else ""
    return {
        "url": f"/{language}/{entry.path}", "title": marked, "year": entry.year, "by": by, "excerpt": one.excerpt, "lang": lang,
        "where": where_names().get(one.where, ""),
    }  # fmt: skip


@require_safe
def verify(request) -> HttpResponse:
    """«Check a document»: by a pasted SHA-256; with a script also by a file, which stays with the reader. A receipt's number leads on."""
    now, given = living.current(), request.GET
    pasted = given.get("sha256", "").strip()[:300]
    name = given.get("name", "").strip()[:200]
    context = {"crumbs": crumbs(), "here": _("Check a document"), "pasted": pasted, "name": name, "commands": COMMANDS}
    if pasted:
        receipt = as_receipt(pasted)
        if receipt:
            return HttpResponseRedirect(f"/{get_language()}/check/{receipt}/")
        sha256 = documents.tidy(pasted)
        if documents.SHA256.fullmatch(sha256):
            context |= verdict(now, sha256, given)
        else:
            context["error"] = _("A checksum SHA-256 has 64 signs: digits and letters from a to f. Copy it whole.")
    elif given.get("year") and given.get("edition"):
        context |= named(now, *numbers(given))
    return living.answer(request, "verify/", "verify.html", context)


def as_receipt(text: str) -> UUID | None:
    """The number in a receipt's address: of the whole address, or alone."""
    for part in reversed(text.rstrip("/").split("/")):
        if len(part) == 36:
            try:
                return UUID(part)
            except ValueError:
                return None
    return None


def verdict(now: living.Current, sha256: str, given) -> dict:
    """The answer with the addresses it needs."""
    year, edition = numbers(given)
    found = documents.examine(now.documents, sha256, given.get("name", ""), year, edition)
    language, about = get_language(), found.about
    of = now.site.edition(about.get("year") or 0, about.get("edition") or 0)
    return {
        "verdict": found, "about": about, "expected": found.expected[:12],
        "of": of, "of_url": Addresses(language, of).year if of else "", "latest_url": f"/{language}/{about['year']}/" if of else "",
        "body": now.index.bodies.get(about.get("body", ""), {}).get(language, ""),
        "current_hash": newest_hash(now.documents, about) if found.code == documents.REPLACED and not found.is_report else "",
    }  # fmt: skip


def numbers(given) -> tuple[int | None, int | None]:
    """Year and number of the edition that a document names, where they are numbers."""
    texts = (given.get("year", ""), given.get("edition", ""))
    year, edition = (int(text) if text.isdecimal() and len(text) < 5 else None for text in texts)
    return year, edition


def named(now: living.Current, year: int | None, edition: int | None) -> dict:
    """The answer to the code of a document, which names an edition and proves nothing else: is it published, is it current, its files."""
    of = now.site.edition(year or 0, edition or 0) if now.site else None
    code = "unpublished" if of is None else "current" if of.is_current else "replaced"
    known = [{**one, "sha256": sha256} for sha256, one in now.documents["files"].items()] if of else []
    files = sorted((one for one in known if (one["year"], one["edition"]) == (year, edition)), key=lambda one: one["file"])
    to = Addresses(get_language(), of).year if of else ""
    return {"named": {"code": code, "of": of, "url": to, "latest_url": f"/{get_language()}/{year}/", "year": year, "edition": edition},
            "expected": files}  # fmt: skip


def newest_hash(known: dict, about: dict) -> str:
    """The SHA-256 of the file of the same name in the edition that replaced this one."""
    wanted = (about["year"], about["latest"], about["file"])
    return next((one for one, other in known["files"].items() if (other["year"], other["edition"], other["file"]) == wanted), "")
