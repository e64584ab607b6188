"""What the API answered to a request that may come twice."""

from django.conf import settings
from django.db import models


class KeptAnswer(models.Model):
    """The answer to a person's request by the key the program gave it: the same key gets the same answer. Append-only."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    content = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="answer_once_per_key", fields=["person", "key"])]
