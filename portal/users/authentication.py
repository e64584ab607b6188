"""Who a program acts as: `Authorization: Bearer …`. Wrong tokens are counted by address, requests by token."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled

from portal.counting import CountedThrottle, client_address
from portal.users import tokens


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
