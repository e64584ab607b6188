"""A page with a text keeps what is typed into it: while it is typed, and when its button is pressed too late.

`keeps_typed` stands over the view, `typed_again` gives the form its beginning, `parts/typing.html` stands inside the form. Until the
button does its work the text is parked, encrypted, for its author alone; a page that saves for good (a row) brings rules of its own.
"""

import re
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from reporting import clock, formats
from reporting.parking import Typed, author_of, discard, park, parked_for, signed, token_of

UNAUTHORIZED, FORBIDDEN = 401, 403
READ = frozenset({"version", "seen"})  # hidden in forms: what the page had read, not what was typed
LANGUAGE = re.compile(r"^/[a-z]{2}(?=/)")


@dataclass
class Keeping:
    """What a page knows of the text typed into it: `request.typed`."""

    request: object
    back: Typed | None = None

    @property
    def place(self) -> str:
        """The page by its address, whatever the language."""
        return LANGUAGE.sub("", self.request.path)

    @property
    def who(self) -> str:
        """Author and page, signed."""
        return signed(self.request.user, None, self.place)

    @property
    def parked(self) -> str:
        """By what the page names its parked text."""
        return self.back.token if self.back else self.request.POST.get("parked", "")

    @property
    def is_on(self) -> bool:
        """Whether the page keeps its text by itself."""
        return settings.TYPED_TEXT_PROTECTION


def keeps_typed(view, read=lambda data: data):
    """Keeps the text of a page. Outermost over a view, so that it is asked before anybody has to be signed in.

    A form of somebody who is signed in no more, or is somebody else now, is parked for its author and never done under another name.
    A script that asks for JSON keeps the text and does nothing else. A redirect says that the button did its work: the text is let go.
    """
    guarded = guards_typed(view, read)

    @wraps(view)
    def keeping(request, *args, **kwargs):
        request.typed = Keeping(request)
        if request.method != "POST" or not is_of_reader(request):
            return guarded(request, *args, **kwargs)
        if "discard" in request.POST:
            discard(request.user, None, request.POST["discard"])
            return redirect(request.path)
        if asks_json(request) and author_of(request.POST):
            return JsonResponse({"parked": token_of(park(read(request.POST))), "csrf": get_token(request), **kept_now()})
        answer = guarded(request, *args, **kwargs)
        if answer.status_code == 302:
            discard(request.user, None, request.POST.get("parked"))
        return answer

    return keeping


def guards_typed(view, read=lambda data: data):
    """Asks first whose the posted form is: what its author typed before the session ended is parked, never saved under another name."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method != "POST" or is_of_reader(request):
            return view(request, *args, **kwargs)
        parked = park(read(request.POST))
        if asks_json(request):
            return JsonResponse({"parked": token_of(parked)}, status=UNAUTHORIZED)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        messages.warning(request, _("Another person is signed in now. The text typed before is kept for the one who typed it."))
        return redirect(request.path)

    return guarded


def typed_again(request, first: dict | None = None) -> dict:
    """What a form begins with: `first`, and over it what this person typed on this page and could not send.

    What they typed comes with the hidden fields of its time, so that the rule still sees what had been read.
    """
    first = first or {}
    if request.method == "POST":
        return first
    for typed in parked_for(request.user, None, request.typed.place):
        if any(plain(text) != plain(first.get(name)) for name, text in typed.fields.items() if name not in READ):
            request.typed.back = typed
            return first | typed.fields
        discard(request.user, None, typed.token)
    return first


def plain(value) -> str:
    """A value as a form would send it, but for its kind of line end."""
    return "" if value in (None, False) else str(value).replace("\r\n", "\n").strip()


def refused_token(request, read=lambda data: data):
    """A form whose token is out of date (another tab has signed in): the text is parked and the page goes on. None for any other form."""
    parked = park(read(request.POST))
    if asks_json(request) and author_of(request.POST):
        answer = {"parked": token_of(parked), "csrf": get_token(request) if is_of_reader(request) else ""}
        return JsonResponse(answer, status=FORBIDDEN if answer["csrf"] else UNAUTHORIZED)
    return redirect(request.path) if parked else None


def is_of_reader(request) -> bool:
    """Whether the signed-in person typed the form themselves; a form without a signature is judged by its view."""
    author = author_of(request.POST)
    return request.user.is_authenticated and (author is None or author.person == request.user.pk)


def asks_json(request) -> bool:
    """Whether a script asks, not a form."""
    return request.headers.get("Accept") == "application/json"


def kept_now() -> dict:
    """When the text was kept, in words: it is not sent yet."""
    time = formats.time_of_day(clock.now())
    return {"saved_at": time, "said": _("Kept, not sent yet: %(time)s") % {"time": time}}
