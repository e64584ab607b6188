"""Makes the worker know the jobs of the public site: importing the module registers them."""

from celery import shared_task

from portal.site import bake, duties  # noqa: F401 - registers the jobs


@shared_task(name="site.bake_day")
def bake_day() -> None:
    """Beat's task, in the demo only: the baked pages show the day of the demo's clock."""
    bake.owe_day()
