"""Addresses of supporting documents and of the archive of everything filed, among those of filing."""

from django.urls import path

from reporting.filing import archive_views, document_views

document_urls = [
    path("<uuid:report>/documents/<uuid:document>/", document_views.document, name="document"),
    path("<uuid:report>/archive/", archive_views.archive, name="archive"),
    path("<uuid:report>/archive/<uuid:archive>/progress/", archive_views.archive_progress, name="archive_progress"),
    path("<uuid:report>/archive/<uuid:archive>/file/", archive_views.archive_file, name="archive_file"),
    path("<uuid:report>/items/<int:pk>/documents/", document_views.documents, name="item_documents"),
    path("<uuid:report>/items/<int:pk>/documents/choose/", document_views.choose, name="choose_documents"),
]
