"""Draws the pictures of the guides from the running demonstration: `python -m tests.campaigns.guide_pictures [http://127.0.0.1:8000]`.

Begin the demonstration first (`make run`). The pictures go to static/guide/, one per language and page; look at them before committing.
Nothing is written into the demonstration, so that drawing twice gives the same pictures: what is typed for the picture of a row is answered
by this program instead of the portal.
"""

import io
import json
import re
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[2] / "static" / "guide"
CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]}
SIZE = {"width": 1000, "height": 760}
COLOURS = 64  # flat colours and letters: a palette is enough, and a third of the size
PERSON, PASSWORD = "signatory@ak-aba.example", "gylymi-qalashyq"  # noqa: S105 - printed by the demonstration for everybody
REPORT = re.compile(r"/work/report/[0-9a-f-]{36}/")
ROW = "10"
TYPED = {
    "kk": "Мысал мәтін. Зертханаға 9 бірлік жабдық сатып алынды, инженерлік желілерді жаңғырту басталды.",
    "ru": "Пример текста. Для лаборатории закуплено 9 единиц оборудования, начата модернизация инженерных сетей.",
}
SAVED = {"kk": "Сақталды: 14:05 (UTC+05:00)", "ru": "Сохранено в 14:05", "en": "Saved: 14:05"}


def draw(base: str) -> None:
    """Every picture in every language."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        page = browser.new_page(viewport=SIZE)
        page.goto(f"{base}/kk/sign-in/")
        page.fill("[name=username]", PERSON)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/work/**")
        now, before = addresses(page, base)
        for language in ("kk", "ru", "en"):
            for name, path in {"home": "/work/report/", "item": now["item"], "check": f"{now['report']}check/", "receipt": before}.items():
                page.goto(f"{base}/{language}{path}")
                page.wait_for_load_state("networkidle")
                if name == "item":
                    fill(page, language)
                shrink(page.screenshot(), FOLDER / f"{language}-{name}.png")
        browser.close()


def addresses(page: Page, base: str) -> tuple[dict, str]:
    """Of this year's report and its lead row, and of the receipt of the year before; without the language."""
    page.goto(f"{base}/kk/work/report/")
    links = [link.removeprefix("/kk") for link in page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")]
    item = page.get_attribute(f"tr:has(td.no:text-is('{ROW}')) th a", "href").removeprefix("/kk")
    report = item.split("items/")[0]
    last = next(link for link in links if REPORT.fullmatch(link) and link != report)
    page.goto(f"{base}/kk{last}")
    receipt = page.get_attribute("main a[href*='/receipt/']", "href").removeprefix("/kk")
    return {"report": report, "item": item}, receipt


def fill(page: Page, language: str) -> None:
    """A row half filled in, scrolled to where that shows."""
    told = {"version": 1, "said": SAVED[language], "theirs": {}, "problems": [], "conflicts": [], "parked": ""}
    page.route("**/autosave/", lambda route: route.fulfill(status=200, content_type="application/json", body=json.dumps(told)))
    page.check("[name=answer][value=given]")
    page.check("[name=status][value=in_progress]")
    spoken = "ru" if language == "ru" else "kk"
    page.fill(f"[name=progress_{spoken}]", TYPED[spoken])
    page.locator(f"[name=progress_{spoken}]").blur()  # answered by us here: nothing is left to send when the page goes
    page.wait_for_timeout(800)
    page.evaluate("document.getElementById('done').scrollIntoView()")


def shrink(picture: bytes, place: Path) -> None:
    """A PNG of few colours."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(place, optimize=True)


if __name__ == "__main__":
    draw(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
