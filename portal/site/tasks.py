"""Makes the worker know the jobs of the public site: importing the module registers them."""

from portal.site import bake

__all__ = ["bake"]
