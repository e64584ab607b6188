"""Who is told that a work of the consolidation has stopped: the coordinators, at once, with the number to search the log by."""

from reporting import jobs
from reporting.consolidation import calculation, edition
from reporting.consolidation.rules import coordinators
from reporting.models import Summary
from reporting.notices import notify

TEXTS = {calculation.KIND: "summary_failed", edition.KIND: "edition_failed"}


@jobs.when_failed(*TEXTS)
def tell_coordinators(job) -> None:
    """One notice each, leading to the year's workspace, where the work can be asked for again."""
    year = Summary.objects.values_list("cycle__year", flat=True).get(pk=job.params["summary"])
    notify(coordinators(), TEXTS[job.kind], link=f"/work/summary/{year}/", year=year, reference=job.reference)
