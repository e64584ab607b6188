"""Of a document the public reads kind, number, date and link; never the file, its name or its checksum."""

from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.site import bake
from reporting.consolidation import lines
from reporting.consolidation.sources import frame
from reporting.filing import rules
from reporting.models import Evidence, Report, ReportVersion
from tests.filing.filling import fill, report_of, submit
from tests.filing.made_files import PDF
from tests.site.conftest import store

CANARY = "КАНАРЕЙКА"


def test_a_published_document_is_told_and_its_file_is_nowhere(cycle2026, in_march, aigul, bolat, two_people, settings):
    report = fill(report_of("AK-ABA"), aigul)
    row = report.rows.filter(needs_answer=True).first()
    content = PDF + b"%" + CANARY.encode() + b"\n%%EOF"
    told = {"kind": "act", "number": "417-НҚ", "date": date(2026, 11, 5), "link": "https://example.kz/acts/417"}
    rules.add_evidence(row, by=aigul, upload=SimpleUploadedFile(f"{CANARY} Үлгібаев.pdf", content), **told)
    submit(report_of("AK-ABA"), bolat)
    ReportVersion.objects.update(outcome="accepted")
    Report.objects.filter(pk=report.pk).update(status="accepted")
    store(cycle2026, 1, "published", by=two_people, lines=lines.lines(frame(cycle2026, 1)))
    bake.bake_site()
    kept = Evidence.objects.get()
    root = Path(settings.PUBLIC_ROOT)
    public = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file() and path.suffix not in (".gz", ".br"))
    names = " ".join(str(path.relative_to(root)) for path in root.rglob("*"))
    assert "417-НҚ".encode() in public and b"https://example.kz/acts/417" in public, "the search would see what is public"
    for secret in (CANARY, "Үлгібаев.pdf", kept.file_sha256, str(kept.public_id)):
        assert secret.encode() not in public and secret not in names, secret
