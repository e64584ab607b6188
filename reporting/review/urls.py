"""Addresses of this stage."""

from django.urls import path

from reporting.review import row_views, views

app_name = "review"
urlpatterns = [
    path("", views.reports, name="queue"),
    path("<uuid:public_id>/", views.report, name="report"),
    path("<uuid:public_id>/versions/<int:number>/", views.report, name="version"),
    path("<uuid:public_id>/begin/", views.begin, name="begin"),
    path("<uuid:public_id>/finish/", views.finish, name="finish"),
    path("<uuid:public_id>/assign/", views.assign, name="assign"),
    path("<uuid:public_id>/<slug:kind>/<int:pk>/", row_views.row, name="row"),
]
