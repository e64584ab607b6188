"""Nothing unpublished is ever public: `python -m tests.campaigns.canaries`. At least 1,000 canaries, one crawl in three languages.

A whole year is told by the verbs: before each report is submitted, before the summary is approved and after the publication canaries are
written into everything a person wrote that the public may not read: drafts, comments, returns, answers to questions, decisions, names,
mail, tokens, notices, jobs, file names, the next edition in work, an edition announced for later with its site made ahead. Then everything
public is asked for and opened, inside PDF, XLSX and ZIP too. Ends with 1 when a canary was met, or one in a published field was not.
"""

import argparse
import logging
import os
import sys
import tempfile
from datetime import date, timedelta

import django

os.environ.update(
    DJANGO_SETTINGS_MODULE="portal.settings", DATABASE_URL="sqlite://:memory:", SECRET_KEY="campaign", DEMO="1",
    LOG_LEVEL="CRITICAL", DATA_DIR=tempfile.mkdtemp(prefix="canaries-"), ALLOWED_HOSTS="testserver", PUBLIC_API_RATE="1000000/min",
    CLOCK_SHIFT="0",
)  # fmt: skip
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from portal.operations.demo import story  # noqa: E402
from portal.operations.demo.people import make_people  # noqa: E402
from portal.site import bake, staging  # noqa: E402
from portal.users import tokens  # noqa: E402
from portal.users.models import User  # noqa: E402
from reporting import clock  # noqa: E402
from reporting.models import (  # noqa: E402
    Edition,
    Evidence,
    IndicatorValue,
    ItemProgress,
    Receipt,
    Report,
    Summary,
)
from reporting.publication import embargo, rules  # noqa: E402
from reporting.roles import Role  # noqa: E402
from tests.site import canaries  # noqa: E402
from tests.site.conftest import store  # noqa: E402
from tests.site.public import everything_public, wsgi_get  # noqa: E402

UNPUBLISHED_YEAR = 2027


def tell(cage: canaries.Cage) -> tuple[dict, list[str]]:
    """The year with its canaries; gives the people and the words in published fields, which must be met."""
    call_command("migrate", verbosity=0)
    call_command("load_concept", sample_targets=True, verbosity=0)
    people, controls = make_people(), []
    others = User.objects.exclude(role=Role.APPROVER)  # the approver's name is published by design
    plain_submit, plain_approve = story.filing.submit, story.consolidation.approve

    def submit(report, **given):
        if report.version > 1:
            return plain_submit(report, **given)  # what was accepted in the round before must come again as it was
        rows, values = ItemProgress.objects.filter(report=report), IndicatorValue.objects.filter(report=report)
        documents = Evidence.objects.filter(row__report=report)
        documents.update(file_sha256="ab" * 32, file_type="application/pdf", file_size=1)
        own = {"ItemProgress": rows, "IndicatorValue": values, "Evidence": documents, "Report": Report.objects.filter(pk=report.pk)}
        cage.plant(4, **own, User=others)
        answered = rows.filter(answer="given", status="in_progress").order_by("pk")[:1]
        if len(controls) < 3 and answered:
            word = cage.word("CONTROL progress_ru")
            ItemProgress.objects.filter(pk=answered[0].pk).update(progress_ru=f"{word} текст для примера")
            controls.append(word)
        return plain_submit(report, **given)

    def approve(summary, **given):
        canaries.fill_empty_tables()
        cage.plant(2, User=others)
        summary.refresh_from_db()
        return plain_approve(summary, **given)

    story.filing.submit, story.consolidation.approve = submit, approve
    try:
        story.tell(people, say=lambda text: print(text, flush=True))  # noqa: T201
    finally:
        story.filing.submit, story.consolidation.approve = plain_submit, plain_approve
    return people, controls


def go_on(cage: canaries.Cage, people: dict) -> None:
    """What goes on after the publication: drafts of the next year, a correction in work, the next edition announced and made ahead."""
    cage.plant_awaiting(ItemProgress.objects.filter(report__cycle__year=UNPUBLISHED_YEAR))
    cage.plant_awaiting(IndicatorValue.objects.filter(report__cycle__year=UNPUBLISHED_YEAR))
    cage.plant_awaiting(ItemProgress.objects.filter(report__body__code=story.UNFILED))
    edition = Edition.objects.get()
    two = people[Role.COORDINATOR], people[Role.APPROVER]
    coming = store(edition.cycle, 2, "approved", by=two, reason=cage.word("Edition announced"))
    with clock.at(clock.local(date(2028, 1, 12))):
        Edition.objects.filter(pk=coming.pk).update(approved_at=clock.now())
        coming.refresh_from_db()
        rules.propose_publication(coming, by=people[Role.COORDINATOR])
        at = clock.now() + timedelta(days=1)
        embargo.schedule_publication(coming, by=people[Role.APPROVER], at=at)
        staging.stage(coming.pk, at.isoformat(), lambda *_: None)
    Summary.objects.create(cycle=edition.cycle, number=3, created_at=clock.now(), correction_reason=cage.word("Summary in work"))
    tokens.issue_token(people[Role.OFFICER, "AK-ABA"], by=people[Role.OFFICER, "AK-ABA"], name=cage.word("ApiToken"), days=30)
    cage.plant(8)
    for person in User.objects.all():
        cage.put(User, person.pk, "phone")
    cage.plant_files(settings.FILES_ROOT, settings.EDITIONS_ROOT / "2026" / "3", settings.DATA_DIR / "mail")


def main() -> int:
    """Runs the campaign."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    logging.disable(logging.CRITICAL)
    cage = canaries.Cage()
    people, controls = tell(cage)
    go_on(cage, people)
    bake.bake_site()
    get, pages = wsgi_get(), {}

    def counted(path: str):
        pages[path] = get(path)
        return pages[path]

    issued = Receipt.objects.values_list("public_id", flat=True)
    receipts = [f"/{language}/check/{one}/" for one in issued for language in ("kk", "ru", "en")]
    found = canaries.met(cage.where, canaries.crawl(counted, [*everything_public(), *receipts]))
    leaks = {word: paths for word, paths in found.items() if word not in controls}
    for word, paths in sorted(leaks.items())[:40]:
        sys.stdout.write(f"met: {word} ({cage.where[word]}) at {paths[:4]}\n")
    seen = {word: len(found.get(word, [])) for word in controls}
    answered = sum(1 for status, _headers, _body in pages.values() if status == 200)
    fields = len(set(cage.where.values())) - 1
    planted = len(cage.where) - len(controls)
    sys.stdout.write(f"canaries: {planted} in {fields} fields and files; answers: {len(pages)}, pages and files: {answered}\n")
    sys.stdout.write(f"canaries met: {len(leaks)}; of the controls each was met at so many addresses: {list(seen.values())}\n")
    kinds = {path.rpartition(".")[2] for path in sum((found.get(word, []) for word in controls), []) if "." in path.rpartition("/")[2]}
    return 1 if leaks or not all(seen.values()) or len(cage.where) < 1000 or not {"pdf", "xlsx", "csv", "json"} <= kinds else 0


if __name__ == "__main__":
    sys.exit(main())
