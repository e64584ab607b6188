"""Every state of the filing screens, for the rules of accessibility: name → how a person at a desk comes to it.

Prepared by `screens.addresses(whole=True)`; states of whole reports by `prepared.states()`. `python -m tests.campaigns.accessibility`
looks at all of them in three languages.
"""

from collections.abc import Callable
from pathlib import Path

from tests.browser.desk import Desk
from tests.browser.screens import OFFICER, SIGNATORY
from tests.filing.spreadsheet import workbooks as w
from tests.filing.spreadsheet.odd_cells import cell_of

LIST, HERE = "main button[name=do][value=list]", "main form button[type=submit]"


def at(path: str) -> Callable[[Desk, dict], None]:
    """A page of the report `{start}`, of its item `{item}`, or any other."""
    return lambda desk, pages: desk.open(path.format(**pages).lstrip("/"))


def refused_row(desk: Desk, pages: dict) -> None:
    """The row with a list of what is wrong."""
    desk.open(pages["item"].lstrip("/"))
    desk.fill(answer="given", status="done", planned_local="сто", actual_date="31.02.2027", complete="on")
    desk.press(LIST.removeprefix("main "))


def refused_upload(desk: Desk, pages: dict) -> None:
    """A file that is no spreadsheet."""
    desk.open(f"{pages['start']}spreadsheet/".lstrip("/"))
    desk.page.set_input_files("main input[type=file]", {"name": "a.xlsx", "mimeType": "application/zip", "buffer": b"PK\x03\x04"})
    desk.press("form button[type=submit]")


def refused_declaration(desk: Desk, pages: dict) -> None:
    """Confirmed without a tick, with rows that are not filled in."""
    desk.open(f"{pages['start']}check/".lstrip("/"))
    button = desk.page.locator(HERE)
    if button.count():
        desk.press("form button[type=submit]")


# name → (who, how)
STATES: dict[str, tuple[str, Callable[[Desk, dict], None]]] = {
    "open": (OFFICER, at("{start}")),
    "only problems": (OFFICER, at("{start}?show=problem")),
    "last year, published": (OFFICER, at("{last}")),
    "row": (OFFICER, at("{item}")),
    "row with problems": (OFFICER, refused_row),
    "row pointed out": (OFFICER, at("{item}?check")),
    "history of a row": (OFFICER, at("{item}history/")),
    "indicator": (OFFICER, at("{indicator}")),
    "no activity": (OFFICER, at("{no_activity}")),
    "check": (OFFICER, at("{start}check/")),
    "check, refused": (SIGNATORY, refused_declaration),
    "spreadsheet": (OFFICER, at("{start}spreadsheet/")),
    "spreadsheet, refused": (OFFICER, refused_upload),
    "people": (OFFICER, at("{start}people/")),
    "history": (OFFICER, at("{start}history/")),
    "extension": (SIGNATORY, at("{extension}")),
    "amendment": (SIGNATORY, at("{amend}")),
    "checks": (OFFICER, at("/work/report/checks/")),
    "notices": (OFFICER, at("/work/notices/")),
    "archive": (OFFICER, at("{start}archive/")),
    "order of confirmation": (SIGNATORY, at("{start}order/")),
    "documents of other rows": (OFFICER, at("{item}documents/choose/")),
    "guide for officers": (OFFICER, at("/work/report/guide/officer/")),
    "guide for signatories": (OFFICER, at("/work/report/guide/signatory/")),
    "keys for programs": (SIGNATORY, at("/account/tokens/")),
    "API for programmers": (SIGNATORY, at("/work/api/")),
    "no report": ("officer@mid.example", at("/work/report/")),
}
# three days are left
NEAR_THE_DAY = {"three days left": (OFFICER, at("{start}")), "three days left, row": (OFFICER, at("{item}"))}
AFTER_THE_DAY = {
    "overdue": (OFFICER, at("{start}")),
    "overdue, check": (SIGNATORY, at("{start}check/")),
    "overdue, row": (OFFICER, at("{item}")),
    "overdue, extension": (SIGNATORY, at("{extension}")),
}
WIDTHS = {"phone": {"width": 360, "height": 740}, "screen": {"width": 1280, "height": 900}}


def faults_of(desk: Desk, axe, picture: Path | None = None) -> list[str]:
    """What axe finds at both widths, and whether a phone must be moved sideways. `picture`: where to keep what it looks like."""
    faults = []
    for name, size in WIDTHS.items():
        desk.page.set_viewport_size(size)
        if picture:
            desk.shot(picture.with_name(f"{picture.name} {name}.png"))
        broken = axe.run(desk.page).response["violations"]
        faults += [f"{name}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in broken]
        if desk.page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{name}: moved sideways")
    return faults


def preview(case, pages: dict) -> None:
    """A file with a change, a cell that cannot be taken, and a field that a colleague has changed since it was downloaded."""
    desk = case.desk
    book = desk.page.request.get(f"/kk{pages['start']}spreadsheet/report.xlsx").body()
    case.collide_by(f"Бейбіт {case.number}")
    book = w.put(w.put(book, cell_of(book, "progress_kk"), "Файлдан"), cell_of(book, "planned_local", 2), "көп")
    book = w.put(book, cell_of(book, "progress_ru", 3), "Из файла")
    desk.open(f"{pages['start']}spreadsheet/".lstrip("/"))
    desk.page.set_input_files("main input[type=file]", {"name": "a.xlsx", "mimeType": "application/zip", "buffer": book})
    desk.press("form button[type=submit]")
    assert "/spreadsheet/" in desk.page.url and desk.page.locator("main h2").count() >= 2, desk.text
