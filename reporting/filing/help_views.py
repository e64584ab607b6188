"""The page of all checks, and the same list as files. It says nothing of any report: whoever signs in may read it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from reporting.attached import attached
from reporting.filing.checks_listed import as_csv, as_xlsx, listed_checks, refusals
from reporting.filing.help import kind_of_row
from reporting.models import IndicatorValue, ItemProgress


@login_required
@require_GET
def checks(request):
    """Everything that is checked before submission, made of the checks themselves."""
    listed = listed_checks()
    tables = [(name := str(kind_of_row(model)), [one for one in listed if one.row == name]) for model in (ItemProgress, IndicatorValue)]
    return render(request, "filing/checks.html", {"tables": tables, "refusals": refusals()})


@login_required
@require_GET
def checks_csv(request):
    """The list in the language of the address."""
    return attached(as_csv(), f"checks-{get_language()}.csv")


@login_required
@require_GET
def checks_xlsx(request):
    """The list in three languages, a sheet each."""
    return attached(as_xlsx(), "checks.xlsx")
