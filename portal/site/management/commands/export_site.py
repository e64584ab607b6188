"""`manage.py export_site DIR`: the public site as it is published now, for the ministry's own web server or a memory stick."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.site import exporting


class Command(BaseCommand):
    help = "Copies the published site into an empty folder, with relative links, and checks it."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *args, folder, **options):
        try:
            build, files = exporting.export(folder)
        except FileNotFoundError as none:
            raise CommandError("Nothing is published yet: run bake_site first.") from none
        except exporting.Occupied as occupied:
            raise CommandError(f"The folder is not empty: {occupied}") from occupied
        faults = exporting.faults(folder)
        if faults:
            raise CommandError("The export is not whole: " + "; ".join(faults[:20]))
        self.stdout.write(f"Build {build}: {files} files in {folder}. Open {folder / 'index.html'}.")
