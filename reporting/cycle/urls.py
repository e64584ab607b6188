"""Addresses of this stage."""

from django.urls import path

from reporting.cycle import views

app_name = "cycle"
urlpatterns = [
    path("", views.completeness, name="completeness"),
    path("years/", views.years, name="years"),
    path("<int:year>/", views.completeness, name="of_year"),
    path("<int:year>/table.csv", views.export, name="export"),
    path("<int:year>/open/", views.open_year, name="open"),
    path("<int:year>/internal-date/", views.campaign_date, name="campaign_date"),
]
