"""Who is counted at the sign-in page: the folded address that was typed; the other half of the pair is `portal.counting.client_address`."""

from portal.users.models import fold_email


def folded_username(request, credentials=None):
    """The address typed, in one spelling, so that capitals give no further tries."""
    typed = (credentials or {}).get("username") or (request.POST.get("username", "") if request is not None else "")
    return fold_email(typed)[:254] or None
