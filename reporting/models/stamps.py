"""`_at` and `_by` travel together: made by one function, held together by one constraint."""

from django.conf import settings
from django.db import models
from django.db.models import Q


def stamp(verb: str, *, null: bool = True):
    """The pair `<verb>_at`, `<verb>_by`. With `null=False` the instant is required; `by` may be empty, which means the schedule did it."""
    return (
        models.DateTimeField(null=null, blank=null, editable=False),
        models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"),
    )


def stamped_together(model: str, *verbs: str) -> list[models.CheckConstraint]:
    """Constraints: a name without a time is impossible."""
    return [
        models.CheckConstraint(
            name=f"{model}_{verb}_pair", condition=Q(**{f"{verb}_by__isnull": True}) | Q(**{f"{verb}_at__isnull": False})
        )
        for verb in verbs
    ]
