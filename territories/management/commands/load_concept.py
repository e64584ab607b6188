from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from territories.loading import FOLDER, BadFile, load_concept


class Command(BaseCommand):
    help = "Loads the Concept's reference data from CSV files. The same files again change nothing; a bad file is refused whole."

    def add_arguments(self, parser):
        parser.add_argument("--dir", type=Path, default=FOLDER, help="folder of the CSV files")
        parser.add_argument("--sample-targets", action="store_true", help="sample values of the indicators, in the demonstration only")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default=settings.LANGUAGE_CODE)

    def handle(self, **options):
        with translation.override(options["language"]):
            try:
                tallies = load_concept(options["dir"], sample_targets=options["sample_targets"])
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
