"""`manage.py demo`: the demonstration's people and its sample year. Running it again keeps what is there."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction

from portal.operations.demo.people import how_to_sign_in, make_people
from portal.operations.demo.story import tell
from portal.site import bake
from portal.users.models import User
from reporting import jobs


class Command(BaseCommand):
    help = "Loads the Concept, makes demo people, files and publishes the sample year 2026 and opens 2027. Only with DEMO=1."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Demo people exist in the demo only. A real portal: manage.py load_concept, then create_administrator.")
        if User.objects.exists():
            self.stdout.write("The demo's data are kept.")
        else:
            self.make()
        jobs.run(bake.owe_day().pk)  # the story was told on other days: the site shows the present one
        self.stdout.write(how_to_sign_in())

    @transaction.atomic
    def make(self) -> None:
        """Everything from the plan to the published edition, in one transaction: a run that is cut off leaves nothing half-made."""
        call_command("load_concept", sample_targets=True, verbosity=0)
        tell(make_people(), say=lambda text: self.stdout.write(f"demo: {text}"))
