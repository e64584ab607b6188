"""What holds for every page of a signed-in person: nothing is kept by the browser, and a temporary password is changed first."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from portal.users import seeing
from reporting.permissions import may

# Where a person with a temporary password may still go.
OPEN_TO_TEMPORARY = {"users:change_password", "users:sign_out"}
# What is done in one's own name while the pages of a body are shown
OPEN_TO_SEEING = {"users:leave_body", "users:sign_out", "view"}
READING = {"GET", "HEAD", "OPTIONS"}


class SignedInMiddleware:
    """Sends a person with a temporary password to change it, and marks every answer to a signed-in person `no-store`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Without the cookie nobody is signed in: the public's pages cost no query here.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        response = self.must_change(request) if request.user.must_change_password else self.seen_as(request)
        response = response or self.get_response(request)
        add_never_cache_headers(response)
        return response

    def seen_as(self, request):
        """Where the session shows the pages of a body: only they, and only to read. None where the request may go on."""
        if not (kept := request.session.get(seeing.KEPT)):
            return None
        body, name = seeing.body_seen(kept), named(request)
        if body is None or not may(request.user, "see_as"):
            del request.session[seeing.KEPT]
            return None
        if name in OPEN_TO_SEEING:
            return None
        seeing.look(request.user, body)
        if request.method not in READING:
            return render(request, "users/read_only.html", status=403)
        return None if name.startswith("filing:") else redirect("filing:home")

    def must_change(self, request):
        """The answer for somebody whose password is temporary; None where they may go on."""
        if named(request) in OPEN_TO_TEMPORARY:
            return None
        if request.path_info.startswith("/api/"):
            return JsonResponse({"detail": _("Change the temporary password first")}, status=403)
        return redirect("users:change_password")


def named(request):
    """The name of the page asked for; empty where there is none."""
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
