"""Tags of what was copied from last year and waits to be confirmed."""

from django.utils.translation import gettext as _

DOCUMENTS = "evidence"  # the tag of copied documents; any other is the name of a field


def field_name(entry, name: str) -> str:
    """What a field of a row, or its documents, are called in the current language."""
    return _("Supporting documents") if name == DOCUMENTS else str(entry._meta.get_field(name).verbose_name)


def carried_labels(entry) -> list[str]:
    """Names of what was copied and is not confirmed, in the current language."""
    return [field_name(entry, name) for name in entry.carried]
