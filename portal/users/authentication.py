"""Who a program acts as: `Authorization: Bearer …`. Wrong tokens are counted by address, requests by token."""

from django.core.cache import caches
from django.utils.connection import ConnectionProxy
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from redis.exceptions import RedisError
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.throttling import SimpleRateThrottle

from portal.users import tokens
from portal.users.throttle import client_address


class CountedThrottle(SimpleRateThrottle):
    """A rate kept in the cache that all web processes share. Where that cache is away, filing goes on uncounted."""

    cache = ConnectionProxy(caches, "throttle")

    def allow_request(self, request, view):
        """Whether this one may pass."""
        try:
            return super().allow_request(request, view)
        except RedisError:
            return True


class RequestsOfToken(CountedThrottle):
    """Each token has its own rate; a page in a browser is not counted."""

    scope = "token"

    def get_cache_key(self, request, view):
        """Nothing to count without a token."""
        return f"api-token:{request.auth.pk}" if request.auth else None


class WrongTokens(CountedThrottle):
    """Wrong tokens from one address. A right one from the same address is not held up by them."""

    scope = "wrong_token"

    def get_cache_key(self, request, view):
        """The visitor's address as our outermost proxy saw it."""
        return f"api-wrong:{client_address(request)}"


class BearerAuthentication(BaseAuthentication):
    """The person of a token in force. One that is not in force gets one answer, whatever is wrong with it."""

    def authenticate(self, request):
        """(person, token), or nothing where none was sent."""
        header = get_authorization_header(request).split()
        if not header or header[0].lower() != b"bearer":
            return None
        token = tokens.opened_by(header[1].decode("latin-1")) if len(header) == 2 else None
        if token is None:
            counted = WrongTokens()
            if not counted.allow_request(request, None):
                raise Throttled(counted.wait())
            raise AuthenticationFailed(code="token_invalid")
        tokens.seen(token)
        return token.person, token

    def authenticate_header(self, request):
        """Makes a missing token 401, not 403."""
        return 'Bearer realm="api"'


class BearerScheme(OpenApiAuthenticationExtension):
    """How the description names it."""

    target_class = BearerAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        """HTTP bearer."""
        return {"type": "http", "scheme": "bearer", "description": "A personal token made in the account of a person of the body."}
