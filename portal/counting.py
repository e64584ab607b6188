"""Requests that are counted: from which address one came, and how many of a kind are let through."""

from django.conf import settings
from django.core.cache import caches
from django.utils.connection import ConnectionProxy
from redis.exceptions import RedisError
from rest_framework.throttling import SimpleRateThrottle


def client_address(request):
    """The address from which the request reached our outermost proxy.

    Each of our own proxies (`PROXY_COUNT`) adds one address at the right of X-Forwarded-For; everything further left was sent by the
    visitor.
    """
    if settings.PROXY_COUNT:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.PROXY_COUNT:
            return hops[-settings.PROXY_COUNT]
    return request.META.get("REMOTE_ADDR")


class CountedThrottle(SimpleRateThrottle):
    """A rate kept in the cache that all web processes share. Where that cache is away, filing and reading go on uncounted."""

    cache = ConnectionProxy(caches, "throttle")

    def allow_request(self, request, view):
        """Whether this one may pass."""
        try:
            return super().allow_request(request, view)
        except RedisError:
            return True
