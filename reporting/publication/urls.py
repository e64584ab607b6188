"""Addresses of the publication."""

from django.urls import path

from reporting.publication import views

app_name = "publication"
urlpatterns = [
    path("", views.editions, name="list"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/posting/", views.posting, name="posting"),
    path("<int:pk>/<slug:act>/", views.act, name="act"),
]
