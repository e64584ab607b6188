"""Addresses of this stage."""

from django.urls import path

from reporting.consolidation import edition_views, files_views, lineage_views, looking_views, narrative_views, views

app_name = "consolidation"
urlpatterns = [
    path("", views.summaries, name="summaries"),
    path("closing/", files_views.closing_report, name="closing"),
    path("closing/<str:language>.<str:kind>", files_views.closing_file, name="closing_file"),
    path("<int:year>/", views.summary, name="summary"),
    path("<int:year>/totals/", views.totals, name="totals"),
    path("<int:year>/figures/<str:address>/", lineage_views.figure, name="figure"),
    path("<int:year>/lines/<str:key>/", lineage_views.line, name="line"),
    path("<int:year>/rows/", files_views.rows, name="rows"),
    path("<int:year>/rows/rows.xlsx", files_views.rows_file, name="rows_file"),
    path("<int:year>/editions/<int:number>/register/<str:language>.<str:kind>", files_views.extract, name="register"),
    path("<int:year>/dry-run/", looking_views.dry, name="dry_run"),
    path("<int:year>/compare/", looking_views.compare, name="compare"),
    path("<int:year>/anomalies/", looking_views.anomalies, name="anomalies"),
    path("<int:year>/anomalies/<str:key>/", looking_views.anomaly, name="anomaly"),
    path("<int:year>/history/", views.trail_of_year, name="history"),
    path("<int:year>/run/", views.run, name="run"),
    path("<int:year>/jobs/<int:pk>/", views.progress, name="progress"),
    path("<int:year>/jobs/<int:pk>/again/", views.again, name="again"),
    path("<int:year>/items/<str:code>/", views.decide, name="decide"),
    path("<int:year>/text/<str:key>/", narrative_views.text, name="text"),
    path("<int:year>/text/<str:key>/versions/", narrative_views.versions, name="text_versions"),
    path("<int:year>/text/<str:key>/<str:language>/confirm/", narrative_views.confirm, name="text_confirm"),
    path("<int:year>/text/<str:key>/<str:language>/verify/", narrative_views.verify, name="text_verify"),
    path("<int:year>/editions/<int:number>/", edition_views.edition, name="edition"),
    path("<int:year>/editions/<int:number>/<str:name>", edition_views.download, name="download"),
    path("<int:year>/<str:act>/", views.act, name="act"),
]
