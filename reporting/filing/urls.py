"""Addresses of this stage, under /work/report/."""

from django.urls import path

from reporting.filing import (
    comment_views,
    confirmation_views,
    entry_views,
    guide_views,
    help_views,
    paper_views,
    reason_views,
    sharing_views,
    signature_views,
    training_views,
    typed_views,
    views,
)
from reporting.filing.document_urls import document_urls
from reporting.filing.spreadsheet.urls import spreadsheet_urls

app_name = "filing"
urlpatterns = [
    path("", views.home, name="home"),
    path("guide/<slug:guide>/", guide_views.guide, name="guide"),
    path("guide/<slug:guide>/guide.pdf", guide_views.guide_pdf, name="guide_pdf"),
    path("training/", training_views.training, name="training"),
    path("checks/", help_views.checks, name="checks"),
    path("checks/checks.csv", help_views.checks_csv, name="checks_csv"),
    path("checks/checks.xlsx", help_views.checks_xlsx, name="checks_xlsx"),
    path("receipt/<uuid:receipt>/", views.receipt, name="receipt"),
    path("receipt/<uuid:receipt>/receipt.pdf", views.receipt_pdf, name="receipt_pdf"),
    path("receipt/<uuid:receipt>/content.json", signature_views.content, name="content"),
    path("receipt/<uuid:receipt>/signature/", signature_views.sign, name="sign"),
    path("<uuid:report>/", views.report, name="report"),
    path("<uuid:report>/items/<int:pk>/", entry_views.item, name="item"),
    path("<uuid:report>/items/<int:pk>/autosave/", typed_views.item_autosave, name="item_autosave"),
    path("<uuid:report>/items/<int:pk>/history/", entry_views.item_history, name="item_history"),
    path("<uuid:report>/indicators/<int:pk>/", entry_views.indicator, name="indicator"),
    path("<uuid:report>/indicators/<int:pk>/autosave/", typed_views.indicator_autosave, name="indicator_autosave"),
    path("<uuid:report>/indicators/<int:pk>/history/", entry_views.indicator_history, name="indicator_history"),
    path("<uuid:report>/comments/<int:pk>/", comment_views.comment, name="comment"),
    path("<uuid:report>/paper/", paper_views.paper, name="paper"),
    path("<uuid:report>/paper/<uuid:paper>/", paper_views.scan, name="scan"),
    path("<uuid:report>/no-activity/", reason_views.no_activity, name="no_activity"),
    path("<uuid:report>/people/", sharing_views.share, name="share"),
    path("<uuid:report>/check/", views.check, name="check"),
    path("<uuid:report>/recall/", reason_views.act, {"place": "recall"}, name="recall"),
    path("<uuid:report>/amend/", reason_views.act, {"place": "amend"}, name="amend"),
    path("<uuid:report>/amend/close/", confirmation_views.close_amendment, name="close_amendment"),
    path("<uuid:report>/send-back/", reason_views.act, {"place": "send_back"}, name="send_back"),
    path("<uuid:report>/ask-return/", reason_views.act, {"place": "ask_return"}, name="ask_return"),
    path("<uuid:report>/confirmation/", confirmation_views.step, name="confirmation"),
    path("<uuid:report>/order/", confirmation_views.order, name="order"),
    path("<uuid:report>/history/", views.report_history, name="history"),
    path("<uuid:report>/typed/<uuid:typed>/discard/", typed_views.discard_typed, name="discard_typed"),
    *document_urls,
    *spreadsheet_urls,
]
