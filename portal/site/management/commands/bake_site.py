"""`manage.py bake_site`: makes the public site anew from the editions that are published, also when there is none yet."""

from django.core.management.base import BaseCommand

from portal.site.bake import bake_site


class Command(BaseCommand):
    help = "Bakes the public site from the published editions and puts it in place."

    def handle(self, *args, **options):
        result = bake_site()
        self.stdout.write(f"Build {result['build']}: {result['pages']} pages, {result['files']} files.")
