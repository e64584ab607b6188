"""What every page shows around its content: language switch, navigation by role, banners, support."""

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reporting import clock
from reporting.permissions import POLICY
from reporting.roles import OF_A_BODY
from reporting.standing import roles_of

# verb that opens the page → (label, address name)
NAVIGATION = (
    ("read_completeness", _("Filing of reports"), "cycle:completeness"),
    ("read_review", _("Review"), "review:queue"),
    ("read_summary", _("Summary"), "consolidation:summaries"),
    ("read_transmission", _("Sending to the MNE"), "transmission:list"),
    ("read_publication", _("Publication"), "publication:list"),
    ("read_summary", _("Letters"), "letters:list"),
    ("read_people", _("Users and roles"), "users:people"),
    ("read_journal", _("Log of actions"), "journal:journal"),
)


def portal(request) -> dict:
    """Context `portal`, computed only when a template asks."""
    return {"portal": SimpleLazyObject(lambda: around(request))}


def around(request) -> dict:
    """The dictionary behind `portal`; it asks the database nothing."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    path = request.get_full_path()
    return {
        "demo": settings.DEMO,
        "demo_date": clock.today() if clock.is_shifted() else None,
        "view": "large" if request.COOKIES.get("view") == "large" else "",
        "view_switch_url": reverse("view"),
        "languages": [(code, name, translate_url(path, code)) for code, name in settings.LANGUAGES],
        "nav": navigation(user, request.path) if signed_in else [],
        "footer": footer(),
        "signed_in": signed_in,
        "support": {"phone": settings.SUPPORT_PHONE, "email": settings.SUPPORT_EMAIL},
        "reference": getattr(request, "reference", ""),
        **(of_person(user) if signed_in else {}),
    }


def of_person(user) -> dict:
    """Unread notices, the person's own tile, and whether the plan is a sample: they came with the person (users.backend)."""
    region = user.body.region if user.body else None
    return {"here": region.code if region else "", "unread": user.unread, "sample_plan": user.sample_plan}


def footer() -> list[tuple[str, str]]:
    """Links at the foot: the public pages that are always there."""
    language = get_language()
    pages = (
        ("search", _("Search")), ("verify", _("Check a document")), ("about", _("About the data")), ("accessibility", _("Accessibility")),
        ("corrections", _("Corrections")),
    )  # fmt: skip
    return [(label, f"/{language}/{page}/") for page, label in pages]


def navigation(user, path: str) -> list[tuple[str, str, bool]]:
    """Menu of a signed-in person: only pages their roles open (`POLICY`), so that no button is shown that is not theirs."""
    roles = roles_of(user)
    pages = [(_("My report"), reverse("work"))] if roles & OF_A_BODY else []
    pages += [(label, reverse(address)) for verb, label, address in NAVIGATION if roles & POLICY[verb].roles]
    pages += [(_("Guide"), reverse("guide_ministry"))] if roles - OF_A_BODY else []
    pages += [(_("Notices"), reverse("notices")), (_("My account"), reverse("users:account"))]
    here = max((url for _label, url in pages if path.startswith(url)), key=len, default="")
    return [(label, url, url == here) for label, url in pages]
