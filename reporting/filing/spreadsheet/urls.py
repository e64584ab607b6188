"""Addresses of the spreadsheet, among those of filing."""

from django.urls import path

from reporting.filing.spreadsheet import views

spreadsheet_urls = [
    path("<uuid:report>/spreadsheet/", views.spreadsheet, name="spreadsheet"),
    path("<uuid:report>/spreadsheet/report.xlsx", views.spreadsheet_file, name="spreadsheet_file"),
    path("<uuid:report>/spreadsheet/<uuid:upload>/", views.preview, name="spreadsheet_preview"),
    path("<uuid:report>/spreadsheet/<uuid:upload>/undo/", views.undo, name="spreadsheet_undo"),
]
