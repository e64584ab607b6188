"""Addresses of the sending to the planning body."""

from django.urls import path

from reporting.transmission import views

app_name = "transmission"
urlpatterns = [
    path("", views.transmissions, name="list"),
    path("editions/<int:edition_id>/", views.prepare, name="prepare"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/package/", views.download, name="package"),
    path("<int:pk>/scans/<uuid:public_id>/", views.scan, name="scan"),
    path("<int:pk>/<slug:act>/", views.act, name="act"),
]
