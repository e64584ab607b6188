"""The moment a request arrived, and its reference for the support desk."""

import secrets

from reporting import clock


class ArrivalMiddleware:
    """Sets `request.arrived_at`: on time is judged by the arrival of the request, not by the end of its processing (DOMAIN §5)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.arrived_at = clock.now()
        request.reference = secrets.token_hex(4).upper()
        return self.get_response(request)
