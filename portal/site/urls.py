"""Addresses of the site that need Django. Its pages are files (`serve`)."""

from django.urls import path

from portal.site import tasks  # noqa: F401 - the web process knows the kinds of jobs too
from portal.site.check import check
from portal.site.views import search, verify

app_name = "site"
urlpatterns = [
    path("check/<uuid:public_id>/", check, name="check"),
    path("search/", search, name="search"),
    path("verify/", verify, name="verify"),
]
