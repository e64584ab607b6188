"""Addresses of supporting documents, among those of filing."""

from django.urls import path

from reporting.filing import document_views

document_urls = [
    path("<uuid:report>/documents/<uuid:document>/", document_views.document, name="document"),
    path("<uuid:report>/items/<int:pk>/documents/", document_views.documents, name="item_documents"),
    path("<uuid:report>/items/<int:pk>/documents/choose/", document_views.choose, name="choose_documents"),
]
