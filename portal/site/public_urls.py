"""Addresses of the public API."""

from django.urls import path

from portal.site import public_api

urlpatterns = [
    path("", public_api.start, name="public_api"),
    path("openapi.json", public_api.openapi, name="public_openapi"),
    *(path(f"{name}/", public_api.Reading.as_view(resource=name), name=f"public_{name}") for name in public_api.RESOURCES),
]
