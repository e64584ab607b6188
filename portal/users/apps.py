"""People: who may sign in and what they may do."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UsersConfig(AppConfig):
    """The app of people, roles and deputies."""

    name = "portal.users"
    label = "users"
    verbose_name = _("Users and roles")
    default_auto_field = "django.db.models.BigAutoField"
