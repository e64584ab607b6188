"""The reader's switch "Larger text, no pictures": a cookie of this browser, nothing about the person."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

YEAR = 365 * 24 * 3600


@csrf_exempt  # published pages are files and hold no token; a stranger could at most enlarge somebody's letters
@require_POST
def switch_view(request):
    """Keep the choice and return to the page it was made on; any other address leads to the home page."""
    back = request.POST.get("next") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(back if safe else "/")
    if request.POST.get("view") == "large":
        # readable by static/js/view.js, so that published files follow the choice as well
        answer.set_cookie("view", "large", max_age=YEAR, samesite="Lax", secure=settings.SECURE_COOKIES)
    else:
        answer.delete_cookie("view", samesite="Lax")
    return answer
