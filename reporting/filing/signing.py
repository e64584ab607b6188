"""Electronic signatures of filed versions: one adapter to whatever checks them, and honest states.

Nothing here is called a signature before the service has said that it is valid: without one the act is a confirmation. The content signed
is the very canonical content whose SHA-256 the receipt names; the signature is a detached CMS, made outside (NCALayer) and added as a file.
"""

import base64
import hashlib
import json
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.module_loading import import_string

from reporting import clock, history, jobs
from reporting.filing.told import tell_body
from reporting.models import ReportVersion, Signature
from reporting.permissions import may, require
from reporting.problems import Problem, Refused
from reporting.workflow import move

NONE = "none"
MOST_KB = 256
ENDED = ("recalled", "returned")  # a version that stands no more is not signed
# of several files the one that says most: a valid one makes the version signed, whatever else was added
ORDER = (Signature.VALID, Signature.CHECKING, Signature.UNCHECKED, Signature.INVALID)


@dataclass(frozen=True)
class Verdict:
    """What the service says: whether it is valid, whose the key is, and when it was signed by its time stamp."""

    is_valid: bool
    signer: str = ""
    signer_bin: str = ""
    signed_at: datetime | None = None


class CannotCheck(Exception):
    """The service does not answer, or not in a way that can be understood: that is no verdict."""


class Verifier(Protocol):
    """What checks detached CMS signatures. Raises `CannotCheck` when it cannot say."""

    def verify(self, content: bytes, cms: bytes) -> Verdict:
        """Of these very bytes."""


class ServiceVerifier:
    """A service inside the network that speaks as NCANode 3 does: `POST <address>/cms/verify`, revocation asked by OCSP."""

    def verify(self, content: bytes, cms: bytes) -> Verdict:
        """Asks once; the job asks again later."""
        said = {"cms": base64.b64encode(cms).decode(), "data": base64.b64encode(content).decode(), "revocationCheck": ["OCSP"]}
        asked = urllib.request.Request(  # noqa: S310 - the address is the operator's, http or https inside the network
            f"{settings.SIGNATURE_SERVICE}/cms/verify", json.dumps(said).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
                return understood(json.loads(answer.read(2**20)))
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as problem:
            raise CannotCheck(str(problem)[:200]) from problem


def understood(said: dict) -> Verdict:
    """The service's answer. What does not say plainly that it is valid is not valid; what names no signer is no answer."""
    if said["valid"] is not True:
        return Verdict(False)
    signer = said["signers"][0]
    subject = signer["certificates"][0]["subject"]
    stamped = parse_datetime((signer.get("tsp") or {}).get("genTime") or "")
    if not subject["commonName"]:
        raise LookupError("no name of the signer")
    return Verdict(True, subject["commonName"][:200], str(subject.get("bin") or "")[:12], stamped if stamped and stamped.tzinfo else None)


def verifier() -> Verifier | None:
    """What checks signatures here; nothing where the operator has set none up."""
    return import_string(settings.SIGNATURE_VERIFIER)() if settings.SIGNATURE_SERVICE else None


def standing(version: ReportVersion) -> Signature | None:
    """The file that says most of a version's signature; nothing where none was added."""
    return min(version.signatures.all(), key=lambda one: (ORDER.index(one.status), -one.pk), default=None)


def state_of(version: ReportVersion) -> str:
    """none, checking, valid, invalid or unchecked."""
    found = standing(version)
    return found.status if found else NONE


def can_sign(user, version: ReportVersion) -> bool:
    """Whether to offer it: signatures are checked here, the version stands, and the person is of the body."""
    stands = version.outcome not in ENDED and version.number == version.report.version
    return verifier() is not None and stands and may(user, "attach_signature", version)


@transaction.atomic
def attach_signature(version: ReportVersion, *, by, upload) -> Signature:
    """Adds the file of a detached signature of a filed version; it is checked in the background.

    Refuses where signatures are not checked here, a version that does not stand any more, and a file that cannot be a signature.
    """
    require(by, "attach_signature", version)
    if verifier() is None:
        raise Refused(Problem("signature_off"))
    if version.outcome in ENDED or version.number != version.report.version:
        raise Refused(Problem("signature_old_version"))
    cms = read_cms(upload)
    mark = hashlib.sha256(cms).hexdigest()
    if version.signatures.filter(cms_sha256=mark).exists():
        raise Refused(Problem("signature_known", "file"))
    added = Signature.objects.create(version=version, cms=cms, cms_sha256=mark, added_at=clock.now(), added_by=by)
    history.record("attach_signature", added, by=by, new={"sha256": mark})
    jobs.owe("check_signature", f"check_signature:{added.pk}", by=by, signature=added.pk)
    return added


def read_cms(upload) -> bytes:
    """The bytes of the file, DER; a PEM or Base64 file is unpacked. Only its frame is looked at here: the rest is the service's matter."""
    if upload is None:
        raise Refused(Problem("signature_missing", "file"))
    if upload.size > MOST_KB * 1024:
        raise Refused(Problem("signature_too_large", "file", params={"max": MOST_KB}))
    said = upload.read()
    if not said.startswith(b"\x30"):
        text = b"".join(line for line in said.splitlines() if not line.startswith(b"-----"))
        try:
            said = base64.b64decode(text, validate=True)
        except ValueError as problem:
            raise Refused(Problem("signature_not_cms", "file")) from problem
    if not said.startswith(b"\x30"):
        raise Refused(Problem("signature_not_cms", "file"))
    return said


@jobs.kind("check_signature")
def check_signature(job, progress) -> None:
    """Asks the service once. Its silence is written down as what it is, and the failed job can be tried again."""
    found = Signature.objects.select_related("version__report__body", "version__receipt").get(pk=job.params["signature"])
    if found.status == Signature.UNCHECKED:
        move(found, "check_again", by=None)
    if found.status != Signature.CHECKING:
        return
    progress("check", 0, 1)
    service = verifier()
    try:
        if service is None:
            raise CannotCheck("off")
        verdict = service.verify(found.version.content.encode(), bytes(found.cms))
    except CannotCheck:
        move(found, "fail_to_check", by=None, checked_at=clock.now())
        raise
    write(found, verdict)


@transaction.atomic
def write(found: Signature, verdict: Verdict) -> None:
    """What the service said, with its notice."""
    told = {"signer": verdict.signer, "signer_bin": verdict.signer_bin, "signed_at": verdict.signed_at} if verdict.is_valid else {}
    verb = "find_valid" if verdict.is_valid else "find_invalid"
    move(found, verb, by=None, told={"signer": verdict.signer} if told else None, checked_at=clock.now(), **told)
    receipt = found.version.receipt
    tell_body(found.version.report, "signature_checked", link=f"/work/report/receipt/{receipt.public_id}/", number=receipt.number)
