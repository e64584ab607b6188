"""Reports shared between reviewers: an even proposal, all or none, and never one's own report."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting.models import Notice, Report
from reporting.review import assigning
from tests.cycle.test_views import many
from tests.review import filed
from tests.review.test_rules import refused
from tests.review.test_together import other

__all__ = ["other"]


def table_of(cycle, user):
    return assigning.shares(cycle, user)


def test_an_even_proposal_differs_by_less_than_the_largest_report(cycle2026, kairat, gulnar, other):
    people = [gulnar, other]
    table = assigning.even(table_of(cycle2026, kairat), people)
    assert all(share.proposed in people for share in table) and not Report.objects.exclude(reviewer=None).exists()
    rows = [n for _person, _reports, n in assigning.loads(table, people, proposed=True)]
    assert sum(rows) == sum(share.rows for share in table) > 0
    assert abs(rows[0] - rows[1]) <= max(share.rows for share in table)
    again = assigning.even(table_of(cycle2026, kairat), people)
    assert [share.proposed for share in again] == [share.proposed for share in table]


def test_nobody_is_proposed_for_a_report_they_entered_or_signed(cycle2026, kairat, gulnar, other, aigul):
    report = cycle2026.reports.get(body__code="AK-ABA")
    filed.fill(report, by=gulnar)
    barred = {share.report.pk: share.barred for share in table_of(cycle2026, kairat)}
    assert barred.pop(report.pk) == {gulnar.pk} and not any(barred.values())
    alone = next(s for s in assigning.even(table_of(cycle2026, kairat), [gulnar]) if s.report == report)
    assert alone.proposed is None


def test_a_report_stays_with_its_reviewer_when_only_the_rest_is_shared(cycle2026, kairat, gulnar, other):
    mine = list(cycle2026.reports.all()[:5])
    assigning.assign_many([(report, gulnar) for report in mine], by=kairat)
    kept = {s.report.pk: s.proposed for s in assigning.even(table_of(cycle2026, kairat), [gulnar, other])}
    assert all(kept[report.pk] == gulnar for report in mine)


def test_several_are_assigned_at_once_or_none(cycle2026, kairat, gulnar, other, aigul):
    first, second = cycle2026.reports.select_related("body")[:2]
    filed.fill(second, by=gulnar)
    assert refused(lambda: assigning.assign_many([(first, gulnar), (second, gulnar)], by=kairat)) == ["assign_refused"]
    assert not Report.objects.exclude(reviewer=None).exists() and not Notice.objects.filter(kind="review_assigned").exists()
    again = Report.objects.select_related("body").get(pk=first.pk)
    assert assigning.assign_many([(again, gulnar), (Report.objects.get(pk=second.pk), other)], by=kairat) == 2
    assert Notice.objects.filter(kind="review_assigned").count() == 2
    assert refused(lambda: assigning.assign_many([], by=gulnar)) == ["not_allowed"]


def test_the_table_is_saved_as_chosen_and_is_the_coordinators(cycle2026, kairat, gulnar, other, aigul, sign_in):
    page = reverse("review:distribute", args=[2026]).replace("/kk/", "/en/")
    for stranger in (gulnar, aigul):
        assert sign_in(stranger).get(page).status_code == sign_in(stranger).post(page).status_code == 404
    client = sign_in(kairat)
    shown = client.get(page, {"propose": "free"})
    assert "nothing has been saved yet" in shown.content.decode() and not Report.objects.exclude(reviewer=None).exists()
    sent = {field.html_name: field.value() or "" for _share, field in shown.context["lines"]}
    assert client.post(page, sent)["Location"] == page
    assert Report.objects.filter(reviewer=None).count() == 0
    assert client.post(page, {**sent, next(iter(sent)): str(aigul.pk)}).status_code == 200  # nobody who may not review is offered


@pytest.mark.parametrize("n", [1, 120])
def test_the_table_asks_as_often_at_many_reports(cycle2026, kairat, gulnar, sign_in, n):
    many(cycle2026, n)
    client = sign_in(kairat)
    client.get(reverse("review:distribute", args=[2026]))
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("review:distribute", args=[2026]), {"propose": "all"})
    assert len(queries) <= 8, [q["sql"][:90] for q in queries]
