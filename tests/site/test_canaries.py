"""The sample of `tests.campaigns.canaries`: every secret field holds a canary, and a crawl of everything public meets none of them."""

import gzip
import io
import zipfile

import pytest
from pypdf import PdfWriter

from portal.site import bake, place
from reporting.models import Edition, IndicatorValue, ItemProgress, Receipt
from tests.filing.filling import report_of
from tests.review import filed
from tests.site import canaries, made
from tests.site.conftest import store
from tests.site.public import everything_public, wsgi_get


def test_every_text_field_is_known_to_be_secret_published_or_machinery():
    """A new field belongs to one of the lists of `canaries`: whoever adds it says whether the public may read it."""
    assert canaries.census() == {}


@pytest.mark.files
def test_no_secret_is_met_and_what_is_published_is(cycle2026, in_march, aigul, bolat, two_people, settings):
    cage = canaries.Cage()
    filed.file(report_of("AK-ABA"), by=aigul, signer=bolat)
    lines, control = made.all_lines(2026), cage.word("CONTROL")
    next(line for line in lines if line["progress_ru"])["progress_ru"] += f" {control}"
    store(cycle2026, 1, "published", by=two_people, lines=lines)
    hidden = store(cycle2026, 2, "approved", by=two_people)
    Edition.objects.filter(pk=hidden.pk).update(correction_reason=cage.word("approved edition"))
    (settings.EDITIONS_ROOT / "2026" / "2" / "summary.json").write_text(cage.word("file of an approved edition"))
    canaries.fill_empty_tables()
    cage.plant(2)
    for model in (ItemProgress, IndicatorValue):
        cage.plant_awaiting(model.objects.all(), 8)
    cage.plant_files(settings.FILES_ROOT, settings.EDITIONS_ROOT / "2026" / "3", place.root() / "builds" / "ahead")
    bake.bake_site()
    receipts = [f"/kk/check/{one}/" for one in Receipt.objects.values_list("public_id", flat=True)]
    crawled = list(canaries.crawl(wsgi_get(), [*everything_public(), *receipts]))
    met = canaries.met(cage.where, crawled)
    assert {cage.where[word]: paths for word, paths in met.items() if word != control} == {}
    assert len(cage.where) > 150
    read = {path for path, text in crawled if text.startswith("200 ")}
    assert receipts and set(receipts) <= read, "the pages that ask the database were answered"
    kinds = {path.partition("?")[0].rpartition(".")[2] for path in met[control]}
    assert {"csv", "json"} <= kinds and "/ru/2026/items/1/" in str(met[control]) and "/api/v1/public/" in str(met[control])


def test_a_canary_is_met_wherever_it_hides():
    """Controls of the crawl itself: in a PDF's properties, in a part of an archive, in a name, in a packed stream, in a header."""
    document, archive, found = PdfWriter(), io.BytesIO(), io.BytesIO()
    document.add_blank_page(100, 100)
    document.add_metadata({"/Author": "qzx00001w"})
    document.write(found)
    with zipfile.ZipFile(archive, "w") as parts:
        parts.writestr("qzx00002w.xml", "<a>QZX00003W</a>")
        parts.writestr("inner.pdf", found.getvalue())
    bodies = {
        "/a": ({"Content-Type": "text/html"}, b'<a href="/b">x</a> <a href="/c?d=1&amp;e=2">y</a>'), "/b": ({}, archive.getvalue()),
        "/c?d=1&e=2": ({"X-Who": "qzx00004w"}, gzip.compress(b"qzx00005w")),
    }  # fmt: skip
    words = [f"qzx0000{n}w" for n in range(1, 7)]
    met = canaries.met(words, canaries.crawl(lambda path: (200, *bodies[path]), ["/a"]))
    assert met == {words[0]: ["/b"], words[1]: ["/b"], words[2]: ["/b"], words[3]: ["/c?d=1&e=2"], words[4]: ["/c?d=1&e=2"]}
