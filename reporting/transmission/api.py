"""Packages for the planning body's own system: the same verbs as its desk, the same messages by code (`/api/v1/packages/`)."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.response import Response

from reporting.attached import attached
from reporting.filing import wire
from reporting.filing.kept import once
from reporting.models import Transmission
from reporting.narrowing import visible
from reporting.transmission import described, rules
from reporting.transmission import serializers as say
from reporting.transmission.package import name_of, package


def sent(user):
    """Letters that were sent, as this person may see them."""
    rows = visible(user, Transmission).filter(sent_at__isnull=False).select_related("edition__cycle").prefetch_related("edition__files")
    return rows.defer("edition__summary_json", "edition__lines_csv")


@extend_schema(**described.LIST)
@api_view(["GET"])
def packages(request):
    """Every package that was sent to the planning body, the latest first."""
    return Response(say.PackageList({"packages": sent(request.user)}).data)


@extend_schema(**described.ONE)
@api_view(["GET"])
def one(request, letter):
    """A package: where it is, its files and their checksums."""
    return Response(say.Package(get_object_or_404(sent(request.user), pk=letter)).data)


@extend_schema(**described.DOWNLOAD)
@api_view(["GET"])
def download(request, letter):
    """The package as ZIP; its SHA-256 is `package_sha256`."""
    edition = get_object_or_404(sent(request.user), pk=letter).edition
    return attached(package(edition), name_of(edition))


@extend_schema(**described.ACKNOWLEDGE)
@api_view(["POST"])
def acknowledge(request, letter):
    """Receipt is acknowledged under the planning body's incoming number."""
    return answer(request, letter, rules.acknowledge, wire.read(say.Incoming, request.data))


@extend_schema(**described.RETURN)
@api_view(["POST"])
def return_package(request, letter):
    """The information is returned with reasons; the Ministry answers them in the next edition."""
    return answer(request, letter, rules.return_to_ministry, wire.read(say.Return, request.data))


def answer(request, letter: int, verb, values: dict) -> Response:
    """The verb, once for a key of this person."""
    found = get_object_or_404(sent(request.user), pk=letter)

    def act():
        verb(found, by=request.user, **values)
        return 200, dict(say.Package(get_object_or_404(sent(request.user), pk=letter)).data)

    return once(request, values, act, needed=True)
