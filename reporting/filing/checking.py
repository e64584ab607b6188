"""The virus check of stored files: asked for by a job, asked again while the scanner gives no answer, told to whom it concerns.

Where a scanner is set up, a file that is not known to be clean is opened by nobody but the person who uploaded it; where none is, files are
handed out as they came and every page says that they are not checked. Neither ever stops a report from being filed.
"""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F

from reporting import clock, history, jobs
from reporting.filing import scanner
from reporting.filing.files import Arrived, place
from reporting.models import Job, PaperReport, StoredFile, TransmissionScan
from reporting.notices import notify
from reporting.problems import Problem, Refused

log = structlog.get_logger(__name__)
LONGEST_PAUSE = timedelta(minutes=30)


def keep(arrived: Arrived, *, by) -> StoredFile:
    """The row of a file, known before or not, with the scanner's word of this minute; what is not known clean is owed a check.

    Refuses a file that was found infected earlier, although the scanner says nothing now.
    """
    now = clock.now()
    known = {"size": arrived.size, "stored_at": now, "stored_by": by}
    stored, _created = StoredFile.objects.get_or_create(sha256=arrived.sha256, defaults=known)
    if arrived.is_clean and stored.state != StoredFile.CLEAN:
        settle(stored, StoredFile.CLEAN)
    elif stored.state == StoredFile.WAITING and scanner.is_set_up():
        jobs.owe("check_file", key_of(stored), by=by, file=stored.pk)
    if stored.state == StoredFile.INFECTED:
        raise Refused(Problem("file_infected", "file", params={"threat": stored.threat}))
    return stored


def key_of(stored: StoredFile) -> str:
    """One duty for one file, however often it is tried."""
    return f"check_file:{stored.pk}"


@jobs.kind("check_file")
def check_file(job, progress) -> dict:
    """Asks the scanner about one file. No answer is no failure of the portal: it is written down and asked for again later."""
    stored = StoredFile.objects.get(pk=job.params["file"])
    if stored.state != StoredFile.WAITING or not scanner.is_set_up():
        return {"state": stored.state}
    progress("scan")
    try:
        threat = scanner.threat_in(place(stored.sha256), seconds=settings.CLAMD_SECONDS)
    except (scanner.ScannerAway, FileNotFoundError) as away:
        log.warning("scanner_away", file=stored.pk, reason=str(away))
        waiting = StoredFile.objects.filter(pk=stored.pk, state=StoredFile.WAITING)
        waiting.update(tries=F("tries") + 1, tried_at=clock.now(), trouble=str(away)[:200])
        return {"state": StoredFile.WAITING}
    settle(stored, StoredFile.INFECTED if threat else StoredFile.CLEAN, threat)
    return {"state": stored.state}


@transaction.atomic
def settle(stored: StoredFile, state: str, threat: str = "") -> None:
    """Writes the scanner's word once; of an infected file the people are told who added it to a row."""
    values = {"state": state, "threat": threat, "checked_at": clock.now(), "tries": 0, "trouble": ""}
    if not StoredFile.objects.filter(pk=stored.pk).exclude(state=state).update(**values):
        return
    for name, value in values.items():
        setattr(stored, name, value)
    if state == StoredFile.INFECTED:
        log.error("stored_file_infected", file=stored.pk, threat=threat)
        tell_infected(stored)


def tell_infected(stored: StoredFile) -> None:
    """A notice to each person who added the file, and an event in the history of each row and letter that holds it."""
    beside = ("added_by", "row__row", "row__report__cycle", "row__report__body")
    for document in stored.uses.filter(removed_at=None).select_related(*beside):
        told = {"file_name": document.file_name, "threat": stored.threat}
        history.record("find_infected", document, by=None, new=told)
        if document.added_by:
            link = f"/work/report/{document.row.report.public_id}/items/{document.row_id}/#documents"
            notify([document.added_by], "file_infected", link=link, row=document.row.row.number, file=document.file_name)
    for letter, scan, person, link in letters_with(stored):
        history.record("find_infected", letter, by=None, new={"file_name": scan.file_name, "threat": stored.threat})
        notify([person], "scan_infected", link=link, file=scan.file_name)


def letters_with(stored: StoredFile) -> list[tuple]:
    """(letter, its scan, who uploaded it, the letter's page) of each scan that is this file."""
    papers = PaperReport.objects.filter(file_sha256=stored.sha256).select_related("report__body", "registered_by")
    scans = TransmissionScan.objects.filter(file_sha256=stored.sha256).select_related("transmission", "added_by")
    return [
        *((paper, paper, paper.registered_by, f"/work/report/{paper.report.public_id}/paper/") for paper in papers),
        *((scan.transmission, scan, scan.added_by, f"/work/transmission/{scan.transmission_id}/") for scan in scans),
    ]


def check_waiting() -> int:
    """Puts the checks that are due back to waiting; gives how many. The pause doubles after each try in vain, up to half an hour."""
    if not scanner.is_set_up():
        return 0
    due = [stored for stored in StoredFile.objects.filter(state=StoredFile.WAITING).order_by("tried_at", "pk")[:500] if is_due(stored)]
    for stored in due:
        job = jobs.owe("check_file", key_of(stored), file=stored.pk)
        jobs.owe_again(job, ended=(Job.DONE, Job.FAILED))
    return len(due)


def is_due(stored: StoredFile) -> bool:
    """Whether enough time has passed since the last try."""
    pause = min(timedelta(minutes=2 ** min(stored.tries, 6)) / 2, LONGEST_PAUSE)
    return stored.tried_at is None or stored.tried_at + pause <= clock.now()
