"""`manage.py load_concept`: the reference data, with what changed in it kept in the trail."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from reporting.history import REFERENCE_DATA, record
from territories.loading import FOLDER, BadFile, Tally, load_concept

MOST = 500  # changed cells that one event names


class Command(BaseCommand):
    help = "Loads the Concept's reference data from CSV files. The same files again change nothing; a bad file is refused whole."

    def add_arguments(self, parser):
        parser.add_argument("--dir", type=Path, default=FOLDER, help="folder of the CSV files")
        parser.add_argument("--sample-targets", action="store_true", help="sample values of the indicators, in the demonstration only")
        parser.add_argument("--why", default="", help="ground of the change, for example the number and date of an act")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default=settings.LANGUAGE_CODE)

    def handle(self, **options):
        with translation.override(options["language"]):
            try:
                with transaction.atomic():
                    tallies = load_concept(options["dir"], sample_targets=options["sample_targets"])
                    keep_trail(tallies, options["why"])
            except BadFile as bad:
                self.stderr.write(_("The files were refused, nothing was changed."))
                for fault in bad.faults:
                    self.stderr.write(fault.text())
                raise SystemExit(1) from bad
            for tally in tallies if options["verbosity"] else ():
                self.stdout.write(_("%(file)s: new %(new)s, changed %(changed)s, unchanged %(unchanged)s") % vars(tally))
                if tally.missing:
                    kept = {"file": tally.file, "codes": ", ".join(tally.missing)}
                    self.stdout.write(_("%(file)s: missing from the file, kept: %(codes)s") % kept)


def keep_trail(tallies: list[Tally], why: str) -> None:
    """One event of everything that the files changed, by nobody: the console knows no person. Nothing changed, no event."""
    new = {f"{tally.file} +": tally.new for tally in tallies if tally.new}
    cells = [(f"{tally.file} {key}", old, now) for tally in tallies for key, old, now in tally.edits]
    changed = sum(tally.changed for tally in tallies)
    if not new and not cells and not changed:
        return
    said = {key: now for key, _old, now in cells[:MOST]} | new
    if len(cells) > MOST:
        said["…"] = len(cells) - MOST
    record("load_concept", REFERENCE_DATA, by=None, old={key: old for key, old, _now in cells[:MOST]}, new=said, why=why)
