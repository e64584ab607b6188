"""WSGI entry: published pages are answered as files before Django builds a request, everything else by Django."""

import os

from django.core.wsgi import get_wsgi_application

from portal.site.serve import published_first
from portal.whole import whole_only

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = published_first(whole_only(get_wsgi_application()))
