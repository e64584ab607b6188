"""/favicon.ico, which browsers and feed readers ask for by themselves: the mark of the portal."""

from django.http import HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def icon(request):
    """Where the mark lies as a picture that every browser takes."""
    return HttpResponseRedirect(static("favicon.ico"))
