"""Addresses of the log of actions."""

from django.urls import path

from reporting.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.journal, name="journal"),
    path("journal.<slug:kind>", views.file, name="file"),
    path("verify/", views.verify, name="verify"),
]
