"""What the API says of a package that was sent to the planning body, and what it takes for an answer."""

from rest_framework import serializers

from reporting.filing import wire
from reporting.models import Transmission


class PackageFile(serializers.Serializer):
    """A file of the package with its SHA-256."""

    name = serializers.CharField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()


class Package(serializers.Serializer):
    """A letter with its package: where it is, under which numbers, and the checksum of its ZIP."""

    id = serializers.IntegerField(source="pk")
    year = serializers.IntegerField(source="edition.cycle.year")
    edition = serializers.IntegerField(source="edition.number")
    edition_sha256 = serializers.CharField(source="edition.sha256", help_text="Of manifest.json")
    package_sha256 = serializers.CharField(help_text="Of the ZIP: the same however often the edition is sent")
    status = serializers.ChoiceField(choices=[Transmission.SENT, Transmission.REGISTERED, Transmission.ACKNOWLEDGED, Transmission.RETURNED])
    letter_number = serializers.CharField()
    letter_date = serializers.DateField()
    sent_at = serializers.DateTimeField()
    incoming_number = serializers.CharField(allow_blank=True)
    incoming_date = serializers.DateField(allow_null=True)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    return_reason = serializers.CharField(allow_blank=True)
    files = PackageFile(many=True, source="edition.files")


class PackageList(serializers.Serializer):
    """Packages, the latest first."""

    packages = Package(many=True)


class Incoming(serializers.Serializer):
    """Number and date under which the planning body registered the letter."""

    incoming_number = wire.Text(max_length=60)
    incoming_date = wire.Day()


class Return(serializers.Serializer):
    """Why the information is returned."""

    reason = wire.Text(max_length=4000)
