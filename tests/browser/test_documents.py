"""A file chosen on the public page is hashed in the browser: the server hears of its hash and its name, never of its bytes."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.servers]


def verdict_of(person, name: str, content: bytes) -> str:
    """Chooses the file on the page and reads the answer."""
    person.open("verify/")
    with person.page.expect_navigation():
        person.page.set_input_files("#chosen", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    return person.page.get_attribute("[data-verdict]", "data-verdict")


def test_a_file_is_checked_without_being_sent(desk):
    person = desk("", "kk")
    person.open("verify/")
    asked = []
    person.page.on("request", lambda request: asked.append((request.method, request.post_data, request.url)))
    for name in ("report.kk.pdf", "summary.json", "lines.csv"):
        content = person.page.request.get(f"/data/2026/latest/{name}").body()
        assert verdict_of(person, name, content) == "genuine"
        changed = bytearray(content)
        changed[len(changed) // 2] ^= 1
        assert verdict_of(person, name.replace(".", " (1).", 1) if name != "report.kk.pdf" else name, bytes(changed)) == "altered"
    assert verdict_of(person, "демалыс.jpg", b"photo") == "unknown"
    assert {(method, data) for method, data, _url in asked} == {("GET", None)}
    assert not [url for _method, _data, url in asked if "jpg" in url]


def test_a_word_is_found_from_the_box_on_every_page(desk):
    person = desk("", "ru")
    person.open("2026/items/")
    person.page.fill("#seek", "наукоград")
    with person.page.expect_navigation():
        person.page.press("#seek", "Enter")
    assert person.page.locator("main mark").count() > 3
