"""What holds for every page of a signed-in person: nothing is kept by the browser, and a temporary password is changed first."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

# Where a person with a temporary password may still go.
OPEN_TO_TEMPORARY = {"users:change_password", "users:sign_out"}


class SignedInMiddleware:
    """Sends a person with a temporary password to change it, and marks every answer to a signed-in person `no-store`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Without the cookie nobody is signed in: the public's pages cost no query here.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        response = self.must_change(request) if request.user.must_change_password else None
        response = response or self.get_response(request)
        add_never_cache_headers(response)
        return response

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
