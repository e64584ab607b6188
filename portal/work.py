"""Where a signed-in person starts, and the messages they have received."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from reporting import clock
from reporting import notices as messages
from reporting.models import Notice
from reporting.narrowing import visible
from reporting.roles import OF_A_BODY, Role
from reporting.standing import roles_of

# The first role a person has decides where the day begins
START = (
    (Role.COORDINATOR, "cycle:completeness"),
    (Role.APPROVER, "consolidation:summaries"),
    (Role.REVIEWER, "review:queue"),
    (Role.OBSERVER, "transmission:list"),
    (Role.ADMINISTRATOR, "users:people"),
    (Role.AUDITOR, "journal:journal"),
)


@login_required
@require_GET
def work(request):
    """Sends each role to its own first page; people of a body to their report."""
    roles = roles_of(request.user)
    if roles & OF_A_BODY:
        return redirect("filing:home")
    return redirect(next((page for role, page in START if role in roles), "users:account"))


@login_required
def notices(request):
    """The person's messages, newest first. Opening the page marks what it shows as read."""
    page = Paginator(visible(request.user, Notice), 50).get_page(request.GET.get("page"))
    rows = [(notice, messages.text(notice), notice.read_at is None) for notice in page]
    request.user.unread -= Notice.objects.filter(pk__in=[n.pk for n, _text, new in rows if new], read_at=None).update(read_at=clock.now())
    return render(request, "work/notices.html", {"page": page, "rows": rows})
