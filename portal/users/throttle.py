"""Who is counted at the sign-in page: the pair of a folded address and the visitor's network address."""

from django.conf import settings

from portal.users.models import fold_email


def folded_username(request, credentials=None):
    """The address typed, in one spelling, so that capitals give no further tries."""
    typed = (credentials or {}).get("username") or (request.POST.get("username", "") if request is not None else "")
    return fold_email(typed)[:254] or None


def client_address(request):
    """The address from which the request reached our outermost proxy.

    Each of our own proxies adds one address at the right of X-Forwarded-For; everything further left was sent by the visitor.
    """
    if settings.PROXY_COUNT:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.PROXY_COUNT:
            return hops[-settings.PROXY_COUNT]
    return request.META.get("REMOTE_ADDR")
