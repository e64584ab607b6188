"""`manage.py make_training_body`: a body for seminars, whose accounts practise and count nowhere."""

from django.core.management.base import BaseCommand
from django.db import transaction

from reporting import clock, history
from territories.kazakh import search_text, sort_key
from territories.models import ExecutiveBody

CODE = "OQU"
NAMES = {
    "name_kk": "Оқу-жаттығу органы", "name_ru": "Учебный орган", "name_en": "Training body",
    "short_kk": "Оқу-жаттығу органы", "short_ru": "Учебный орган", "short_en": "Training body",
}  # fmt: skip


class Command(BaseCommand):
    """Made once; people are added to it on the pages, as to any body."""

    help = "Makes the training body. Its people practise on a training report; no plan, list or total of the Ministry knows it."

    @transaction.atomic
    def handle(self, **options):
        """Makes it, or says that it is there."""
        body, is_new = ExecutiveBody.objects.get_or_create(code=CODE, defaults={
            **NAMES, "level": ExecutiveBody.Level.CENTRAL, "kind": ExecutiveBody.Kind.COMPANY, "valid_from": clock.today(),
            "training": True, "sort_key": sort_key(NAMES["name_kk"]), "search_text": search_text(*NAMES.values()),
        })  # fmt: skip
        if is_new:
            history.record("open", body, by=None, new={"name": NAMES["name_kk"]})
        if options["verbosity"]:
            self.stdout.write(f"{body.code}: {body.name_kk}")
