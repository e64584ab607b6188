"""Addresses of this stage."""

from django.urls import path

from reporting.review import assign_views, discipline_views, request_views, row_views, together_views, views

app_name = "review"
urlpatterns = [
    path("", views.reports, name="queue"),
    path("discipline/<int:year>/", discipline_views.table, name="discipline"),
    path("discipline/report/<uuid:public_id>/", discipline_views.own, name="own_discipline"),
    path("<uuid:public_id>/", views.report, name="report"),
    path("<uuid:public_id>/versions/<int:number>/", views.report, name="version"),
    path("<uuid:public_id>/begin/", views.begin, name="begin"),
    path("<uuid:public_id>/finish/", views.finish, name="finish"),
    path("<uuid:public_id>/assign/", assign_views.assign, name="assign"),
    path("<uuid:public_id>/together/", together_views.choose, name="choose"),
    path("<uuid:public_id>/together/<int:pk>/", together_views.bulk, name="bulk"),
    path("<uuid:public_id>/refuse-return/", request_views.refuse_return, name="refuse_return"),
    path("reviewers/<int:year>/", assign_views.distribute, name="distribute"),
    path("<uuid:public_id>/<slug:kind>/<int:pk>/", row_views.row, name="row"),
]
