"""A site of several years with corrections as a folder that stands alone, opened from the disk as from a memory stick.

It has what one sample year cannot show: comparisons, corrections, replaced editions, indicators over years.
"""

import re
from pathlib import Path

from django.conf import settings

from portal.site import building, exporting, verifying
from portal.site.editions import read_site
from tests.site import made, validity

YEARS = (2026, 2027, 2028)
HERE = "file://"
AGAIN = re.compile(r"/editions/\d+/.")  # a replaced edition is made by the templates of the current one: its first page is enough
BY_SCRIPT = ("xhr", "fetch")  # asked by axe, which reads the styles once more; our pages ask for nothing by script
PHONE = 360  # where most goes wrong; the wide screen is read on the running portal


def export(target: Path) -> Path:
    """Builds the made site of `YEARS`, each corrected once, and exports it into `target`."""
    root = Path(settings.PUBLIC_ROOT)
    folder = root / "builds" / "made"
    made.write_site(folder, correction=True, years=YEARS)
    found = building.build(folder, read_site(folder), lambda *_: None)
    verifying.verify(folder, found)
    building.write_manifest(folder, "made")
    (root / "current").symlink_to("builds/made")
    exporting.export(target)
    return target


def faults(folder: Path, browser, axe, too_wide: str) -> list[str]:
    """Links that lead out, faults of the markup, what axe finds on one page of each kind, and every address asked outside the folder."""
    pages = validity.pages_of(folder)
    pages.pop("/./", None)
    found = exporting.faults(folder) + validity.uneven(pages)
    found += [f"export {path}: {fault}" for path, file in pages.items() for fault in validity.page_faults(file.read_text())]
    page, asked = browser.new_page(viewport={"width": PHONE, "height": 900}), []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: request.resource_type in BY_SCRIPT or found.append(f"export: not there: {request.url}"))
    for path in validity.one_of_each({path: file for path, file in pages.items() if not AGAIN.search(path)}):
        page.goto(f"{HERE}{folder}{path}index.html")
        broken = axe.run(page).response["violations"]
        found += [f"export {path}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in broken]
        found += [f"export {path}: wider than the window"] if page.evaluate(too_wide) else []
    page.close()
    return found + [f"export: asked outside the folder: {one}" for one in sorted({x for x in asked if not x.startswith(f"{HERE}{folder}")})]
