"""Addresses. Public pages are files answered before Django (`portal.site.serve`); here is what needs a person or a database."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from portal import errors, guide
from portal.api_guide import api_guide
from portal.icon import icon
from portal.operations import health
from portal.progress import progress
from portal.view import switch_view
from portal.work import notices, work

urlpatterns = [
    path("", RedirectView.as_view(url="/kk/"), name="root"),
    path("check/<uuid:public_id>/", RedirectView.as_view(url="/kk/check/%(public_id)s/"), name="check_receipt"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("favicon.ico", icon, name="icon"),
    path("view/", switch_view, name="view"),
    path("api/v1/public/", include("portal.site.public_urls")),
    path("api/v1/", include("portal.api")),
    *i18n_patterns(
        path("too-large/", errors.too_large, name="too_large"),
        path("work/", work, name="work"),
        path("work/api/", api_guide, name="api_guide"),
        path("work/notices/", notices, name="notices"),
        path("work/guide/ministry/", guide.ministry, name="guide_ministry"),
        path("work/jobs/<int:pk>/", progress, name="job"),
        path("", include("portal.users.urls")),
        path("", include("portal.site.urls")),
        path("work/cycles/", include("reporting.cycle.urls")),
        path("work/report/", include("reporting.filing.urls")),
        path("work/review/", include("reporting.review.urls")),
        path("work/summary/", include("reporting.consolidation.urls")),
        path("work/transmission/", include("reporting.transmission.urls")),
        path("work/letters/", include("reporting.transmission.letters.urls")),
        path("work/publication/", include("reporting.publication.urls")),
        path("work/journal/", include("reporting.journal.urls")),
    ),
]
handler400 = "portal.errors.unreadable"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.failed"
