"""Signing in again on the very page where the session ended: what is typed there stays, and goes on for its own author only."""

from django.contrib.auth import login
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.users.forms import SignInForm
from reporting.parking import author_of


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def again(request):
    """Who is signed in now, for the script of a page; a POST signs in. `who` in the address is the signature of the page's form.

    `same`: its author is signed in, so the page may go on. Anybody else must read the page anew: the text on it is not theirs.
    """
    if request.method == "POST":
        form = SignInForm(request, request.POST)
        if not form.is_valid():
            return JsonResponse({"texts": [text for texts in form.errors.values() for text in texts]}, status=422)
        login(request, form.get_user())
    author, is_in = author_of(request.GET), request.user.is_authenticated
    same = is_in and author is not None and author.person == request.user.pk
    return JsonResponse({"signed_in": is_in, "same": same, "csrf": get_token(request)})
