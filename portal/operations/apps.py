from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Running the portal: starting it, the demo, its health."""

    name = "portal.operations"
    label = "operations"
