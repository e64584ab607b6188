"""What came back on paper: scans kept as evidence is, under their SHA-256, and handed out only where the letter itself may be read."""

import uuid

from reporting import clock
from reporting.filing import checking, files
from reporting.models import Transmission, TransmissionScan
from reporting.problems import Problem, Refused


def keep_scan(transmission: Transmission, verb: str, *, by, upload, needed: bool) -> TransmissionScan | None:
    """Keeps the scan that proves `verb`. Refuses a missing one where it is `needed`, and a bad file by its kind of fault.

    A letter that went by hand has no other proof than the stamped copy, so there it is needed. As with evidence, nobody but the one who
    uploaded it opens it until it is known to be clean.
    """
    if upload is None:
        if needed:
            raise Refused(Problem("scan_required", "scan"))
        return None
    try:
        with files.received(upload) as file:
            checking.keep(file, by=by)
            file.settle()
    except Refused as refused:
        raise Refused([Problem(p.code, "scan", p.severity, p.params) for p in refused.problems]) from refused
    return TransmissionScan.objects.create(
        transmission=transmission, public_id=uuid.uuid4(), verb=verb, file_name=file.name, file_sha256=file.sha256,
        file_size=file.size, file_type=file.type, added_at=clock.now(), added_by=by,
    )  # fmt: skip


def told(scan: TransmissionScan | None) -> dict:
    """What the trail says of it."""
    return {"file_name": scan.file_name, "sha256": scan.file_sha256} if scan else {}
