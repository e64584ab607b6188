"""The signs of life that the parts of the portal leave for one another."""

from django.db import models


class Heartbeat(models.Model):
    """When a part of the portal last showed that it works: `beat` (the schedule) or `worker` (it carried out a task)."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
