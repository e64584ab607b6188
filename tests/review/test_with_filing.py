"""Review together with filing, by the verbs of both: what one locks, the other opens."""

from datetime import date

import pytest

from reporting import clock
from reporting.filing import rules as filing
from reporting.models import Report, RowDecision
from reporting.problems import Refused
from reporting.review import rounds, rules
from tests.review.filed import entries

ANSWER = {"answer": "no_activity", "answer_note": "Мысал мәтін", "complete": True}


def refused(act) -> list[str]:
    """The codes with which a verb refuses."""
    with pytest.raises(Refused) as no:
        act()
    return [problem.code for problem in no.value.problems]


def on(month: int, day: int):
    """A day of 2027, 10:00."""
    return clock.at(clock.local(date(2027, month, day), 10))


def save(entry, by, **values):
    """Saves a row as it stands now."""
    entry = type(entry).objects.get(pk=entry.pk)
    return filing.save_entry(entry, by=by, values={**ANSWER, **values}, base_version=entry.version)


def submit(report: Report, by) -> Report:
    """Submits now and gives the report as it is then."""
    filing.submit(report, by=by, arrived_at=clock.now(), declared=True)
    return Report.objects.select_related("cycle", "body").get(pk=report.pk)


@pytest.fixture
def report(cycle2026, aigul, bolat) -> Report:
    """Filled in and submitted by the body."""
    report = cycle2026.reports.get(body__code="AK-ABA")
    with on(3, 20):
        for entry in entries(report):
            save(entry, aigul)
        return submit(report, bolat)


def test_recall_is_possible_until_the_review_begins(report, bolat, gulnar):
    with on(4, 2):
        filing.recall(report, by=bolat)
        report = submit(report, bolat)
        rules.begin_review(report, by=gulnar)
        assert refused(lambda: filing.recall(report, by=bolat)) == ["recall_too_late"]


def test_the_body_changes_nothing_while_it_is_reviewed(report, aigul, gulnar):
    with on(4, 2):
        rules.begin_review(report, by=gulnar)
        with pytest.raises(Refused):
            save(entries(report)[0], aigul, answer_note="басқа")


def test_only_the_returned_row_can_be_changed_and_only_it_is_asked_again(report, aigul, bolat, gulnar):
    with on(4, 2):
        report = rules.begin_review(report, by=gulnar)
        first, second, *_rest = rounds.to_decide(report)
        for entry in rounds.to_decide(report):
            rules.decide(entry, by=gulnar, decision="accepted")
        rules.decide(first, by=gulnar, decision="returned", reason="Толықтырыңыз")
        rules.return_for_revision(report, by=gulnar)
    with on(4, 5):
        with pytest.raises(Refused):
            save(second, aigul, answer_note="басқа")
        save(first, aigul, answer_note="Мысал мәтін: түзетілді")
        report = submit(report, bolat)
        assert report.first_submitted_at == clock.local(date(2027, 3, 20), 10)
        report = rules.begin_review(report, by=gulnar)
        assert [entry.pk for entry in rounds.to_decide(report)] == [first.pk]
        rules.decide(first, by=gulnar, decision="accepted")
        assert rules.accept(report, by=gulnar).status == "accepted"
    assert list(RowDecision.objects.filter(row=first).values_list("version__number", "decision")) == [
        (1, "accepted"),
        (1, "returned"),
        (2, "accepted"),
    ]


def test_an_amended_report_is_asked_for_what_was_changed(report, aigul, bolat, gulnar):
    with on(4, 2):
        report = rules.begin_review(report, by=gulnar)
        for entry in rounds.to_decide(report):
            rules.decide(entry, by=gulnar, decision="accepted")
        rules.accept(report, by=gulnar)
    with on(5, 3):
        filing.amend(Report.objects.get(pk=report.pk), by=bolat, code="mistake", reason="Мысал мәтін: сома нақтыланды")
        changed = entries(report)[1]
        save(changed, aigul, answer_note="Мысал мәтін: нақтыланды")
        report = rules.begin_review(submit(report, bolat), by=gulnar)
        assert [entry.pk for entry in rounds.to_decide(report)] == [changed.pk]
        rules.decide(changed, by=gulnar, decision="accepted")
        assert rules.accept(report, by=gulnar).version == 2


def test_a_returned_report_of_no_activity_can_be_filled_in(cycle2026, aigul, bolat, gulnar):
    report = cycle2026.reports.get(body__code="AK-ABA")
    with on(3, 20):
        filing.mark_no_activity(report, by=aigul, note="Мысал мәтін")
        report = rules.begin_review(submit(report, bolat), by=gulnar)
        rules.decide(entries(report)[0], by=gulnar, decision="returned", reason="Жұмыс жүргізілген")
        rules.return_for_revision(report, by=gulnar)
    with on(3, 25):
        for entry in entries(report):
            save(entry, aigul)
        report = rules.begin_review(submit(report, bolat), by=gulnar)
        assert len(rounds.to_decide(report)) == len(entries(report))


def test_who_filled_it_in_by_the_verbs_of_filing_does_not_review_it(report, aigul, saule):
    type(aigul).objects.filter(pk=aigul.pk).update(role="reviewer")
    person = type(aigul).objects.get(pk=aigul.pk)
    assert refused(lambda: rules.begin_review(report, by=person)) == ["own_report"]
