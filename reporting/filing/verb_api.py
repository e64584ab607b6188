"""What a body's own system does with a whole report: the same verbs as the pages, the same refusals by code (`/api/v1/`)."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.response import Response

from reporting.filing import described_verbs as described
from reporting.filing import rules, wire
from reporting.filing import serializers as say
from reporting.filing import verb_serializers as verbs
from reporting.filing.confirmation import chain_of
from reporting.filing.kept import once
from reporting.filing.pages import own_report
from reporting.problems import Problem, Refused


def done(request, public_id, reader, act) -> Response:
    """Reads what the verb needs, does it once for its key, and answers with the report as it then is."""
    report = own_report(request.user, public_id)
    values = wire.read(reader, request.data)

    def do():
        act(report, by=request.user, **values)
        return 200, dict(say.ReportSummary(own_report(request.user, public_id)).data)

    return once(request, values, do, needed=True)


@extend_schema(**described.RECALL)
@api_view(["POST"])
def recall(request, report):
    """Takes a submitted report back until its review begins."""
    return done(request, report, verbs.Recall, rules.recall)


@extend_schema(**described.AMEND)
@api_view(["POST"])
def amend(request, report):
    """Opens an amended version of an accepted report."""
    return done(request, report, verbs.Amend, rules.amend)


@extend_schema(**described.CLOSE_AMENDMENT)
@api_view(["POST"])
def close_amendment(request, report):
    """Gives an amended version up in which nothing has been changed."""
    return done(request, report, verbs.Nothing, rules.close_amendment)


@extend_schema(**described.ASK_RETURN)
@api_view(["POST"])
def ask_return(request, report):
    """Asks the reviewer for the report; granted by an ordinary return, or refused with a reason."""
    return done(request, report, verbs.AskReturn, rules.ask_for_return)


@extend_schema(methods=["POST"], **described.NO_ACTIVITY)
@extend_schema(methods=["DELETE"], **described.SOME_ACTIVITY)
@api_view(["POST", "DELETE"])
def no_activity(request, report):
    """The whole report says that there was no activity; DELETE takes that back, twice is the same as once."""
    if request.method == "POST":
        return done(request, report, verbs.NoActivity, rules.mark_no_activity)
    rules.unmark_no_activity(own_report(request.user, report), by=request.user)
    return Response(status=204)


@extend_schema(methods=["GET"], **described.CONFIRMATION)
@extend_schema(methods=["POST"], **described.ACT_ON_CONFIRMATION)
@api_view(["GET", "POST"])
def confirmation(request, report):
    """How far the present version is confirmed inside the body; a POST takes a step."""
    own = own_report(request.user, report)
    if request.method == "GET":
        return Response(told(own))
    values = wire.read(verbs.Step, request.data)

    def act():
        step(own, request.user, values)
        return 200, told(own_report(request.user, report))

    return once(request, values, act, needed=True)


def step(report, user, values: dict):
    """One of the three steps; to confirm, the program tells the hash of the content that its person saw."""
    if values["do"] == "send":
        return rules.send_for_confirmation(report, by=user)
    if values["do"] == "send_back":
        return rules.send_back(report, by=user, reason=values.get("remarks", ""))
    if not values.get("sha256"):
        raise Refused(Problem("required", "sha256"))
    return rules.confirm_step(report, by=user, seen=values["sha256"])


def told(report) -> dict:
    """The chain as plain data."""
    return dict(verbs.ChainAnswer(chain_of(report)).data)
