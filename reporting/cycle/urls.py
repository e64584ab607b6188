"""Addresses of this stage."""

from django.urls import path

from reporting.cycle import extension_views, outage_views, reminder_views, views

app_name = "cycle"
urlpatterns = [
    path("", views.completeness, name="completeness"),
    path("years/", views.years, name="years"),
    path("<int:year>/", views.completeness, name="of_year"),
    path("<int:year>/table.csv", views.export, name="export"),
    path("<int:year>/open/", views.open_year, name="open"),
    path("<int:year>/internal-date/", views.campaign_date, name="campaign_date"),
    path("outages/", outage_views.register, name="outages"),
    path("outages/<int:pk>/", outage_views.decide, name="outage"),
    path("<int:year>/table.xlsx", views.export_xlsx, name="export_xlsx"),
    path("extensions/", extension_views.desk, name="extensions"),
    path("extensions/<int:pk>/", extension_views.answer, name="extension_answer"),
    path("reports/<uuid:report>/extension/", extension_views.own, name="extension"),
    path("reports/<uuid:report>/remind/", reminder_views.remind, name="remind"),
    path("<int:year>/reminders/", reminder_views.log, name="reminders"),
    path("<int:year>/reminders/pause/", reminder_views.pause, name="pause_reminders"),
    path("<int:year>/announce/", reminder_views.announce, name="announce"),
    path("<int:year>/calendar.ics", reminder_views.calendar, name="calendar"),
]
