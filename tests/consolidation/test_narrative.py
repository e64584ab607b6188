"""Texts with figures in them: the edition prints its own numbers, a changed figure stops the sentence, two editors never overwrite."""

import json

import pytest

from reporting import clock, jobs
from reporting.consolidation import narrative, references, rules
from reporting.consolidation.lineage import Figures, parse
from reporting.models import Job, NarrativeVersion
from reporting.problems import Refused
from tests.consolidation.conftest import calculate
from tests.consolidation.making import accept, content_of
from tests.refusals import codes

pytestmark = pytest.mark.django_db
PAGE = "/ru/work/summary/2026/text/funding/"
KK = "Игерілгені: {{total.disbursed}} мың теңге ({{total.share}}). Есеп ұсынбаған органдар: {{total.reports.not_filed}}."
RU = "Освоено {{total.disbursed}} тыс. тенге. Целевой индикатор: {{ indicator.RD-COMM.actual }}."


def write(section, by, kk=KK, ru=RU, base=None):
    return narrative.write_narrative(section, by=by, base_version=base or section.version, kk=kk, ru=ru)


def funding(summary):
    return next(section for section in narrative.in_order(summary) if section.key == "funding")


def amend(cycle, **row) -> None:
    """A newer accepted version of one body, in which one amount is another."""
    report = cycle.reports.get(body__code="AK-ABA")
    content = json.loads(report.versions.order_by("number").last().content)
    items = {one["item"]: one for one in content["items"]}
    items["SC-10"] = {**items["SC-10"], "answer": "given", "status": "done", **row}
    indicators = {one["indicator"]: one for one in content["indicators"]}
    report.version += 1
    accept(report, content_of(report, items, indicators), at=clock.now())


def test_a_reference_reads_as_its_figure_in_the_formats_of_its_language(calculated, kairat):
    section = write(funding(calculated), kairat)
    figures = Figures(calculated.figures)
    disbursed, planned = figures.value(parse("total.share"))
    text = references.resolved(section.kk, figures, "kk")
    assert f"{disbursed // 1000:,}".replace(",", "\u00a0") in text
    assert f"({disbursed * 100 / planned:.1f}".replace(".", ",") + "\u00a0%)" in text
    assert text.endswith("органдар: 1.")
    assert "28,83" in references.resolved(section.ru, figures, "ru")
    assert section.kk_seen["total.disbursed"] == disbursed and "indicator.RD-COMM.actual" in section.ru_seen


@pytest.mark.parametrize("wrong", ["{{total.spent}}", "{{item.SC-99.planned}}", "{{ }}", "{{total.planned", "{{бюджет}}"])
def test_what_is_no_figure_is_refused_and_nothing_is_kept(calculated, kairat, wrong):
    section = funding(calculated)
    with pytest.raises(Refused) as refused:
        write(section, kairat, kk=f"Сома: {wrong}", ru="")
    assert codes(refused) == ["unknown_figure"] and refused.value.problems[0].where == "kk"
    section.refresh_from_db()
    assert (section.kk, section.version, NarrativeVersion.objects.count()) == ("", 1, 0)


def test_the_edition_prints_its_own_numbers(proposed, madina, quick_pdf):
    """The texts of the fixture have no figures: one is put in as the last thing before the proposal would have been."""
    section = funding(proposed)
    type(section).objects.filter(pk=section.pk).update(kk=KK, ru=RU)
    rules.approve(proposed, by=madina)
    jobs.run(Job.objects.get(kind="make_edition").pk)
    summary = json.loads(proposed.edition.summary_json)
    told = next(one for one in summary["narrative"] if one["key"] == "funding")
    assert "{{" not in told["kk"] + told["ru"]
    assert told["figures"] == ["indicator.RD-COMM.actual", "total.disbursed", "total.reports.not_filed", "total.share"]
    amount = summary["totals"]["funding"]["total"]["disbursed"]
    assert f"{amount // 1000:,}".replace(",", "\u00a0") in told["ru"]


def test_a_changed_figure_makes_the_sentence_stale_and_stops_the_proposal(ready, season2026, kairat, sign_in):
    section = write(funding(ready), kairat)
    was = Figures(ready.figures).value(parse("total.disbursed"))
    amend(season2026, disbursed_local=7_000_000_000)
    ready = calculate(season2026, kairat)
    section = funding(ready)
    figures = Figures(ready.figures)
    assert [narrative.state_of(section, x, figures) for x in ("kk", "ru")] == ["stale", "stale"]
    assert [one.address for one in references.stale(section.ru, section.ru_seen, figures, "ru")] == ["total.disbursed"]
    with pytest.raises(Refused) as refused:
        rules.propose(ready, by=kairat)
    assert "narrative_stale" in codes(refused)
    page = sign_in(kairat).get(PAGE)
    side = page.context["texts"][1]
    assert side["stale"][0]["why"] == [("акимат обл. Абай", 1, 2)], "the version behind it is named"
    assert side["stale"][0]["one"].was == references.shown("total.disbursed", figures, "ru", was)
    assert "тыс. тенге" in "".join(piece.text for piece in side["stale"][0]["one"].sentence), "an abbreviation ends no sentence"
    assert "Целевой индикатор" not in "".join(piece.text for piece in side["stale"][0]["one"].sentence), "only the sentence it is in"


def test_confirming_takes_the_new_numbers_one_language_at_a_time(ready, season2026, kairat, sign_in):
    write(funding(ready), kairat)
    amend(season2026, disbursed_local=7_000_000_000)
    section, page = funding(calculate(season2026, kairat)), sign_in(kairat)
    read = page.get(PAGE).context["texts"][1]["read"]
    assert page.post(f"{PAGE}ru/confirm/", {"read": "edited"}).status_code == 302
    figures = Figures(section.summary.figures)
    section.refresh_from_db()
    assert narrative.state_of(section, "ru", figures) == "stale", "what was not read is not confirmed"
    page.post(f"{PAGE}ru/confirm/", {"read": read})
    section.refresh_from_db()
    assert [narrative.state_of(section, x, figures) for x in ("kk", "ru")] == ["stale", "drafted"]
    write(section, kairat, kk=f"{section.kk} Тағы бір сөйлем.", ru=section.ru)
    section.refresh_from_db()
    assert narrative.state_of(section, "kk", figures) == "drafted", "writing anew reads the new numbers"


def test_a_change_that_touches_no_figure_of_the_text_leaves_it_alone(ready, season2026, kairat):
    section = write(funding(ready), kairat, kk="{{item.SC-01.planned}}", ru="")
    amend(season2026, disbursed_local=7_000_000_000)
    section = funding(calculate(season2026, kairat))
    assert narrative.state_of(section, "kk", Figures(section.summary.figures)) == "drafted"


# Two editors


def test_two_editors_of_different_languages_merge(calculated, kairat):
    section = write(funding(calculated), kairat, kk="Бір", ru="Один")
    base = section.version
    write(section, kairat, kk="Екі", ru="Один", base=base)
    section = write(section, kairat, kk="Бір", ru="Два", base=base)
    assert (section.kk, section.ru) == ("Екі", "Два")
    assert [one.number for one in section.versions.all()] == [4, 3, 2, 1]


def test_the_same_language_changed_twice_is_a_conflict_and_both_texts_are_shown(calculated, kairat, sign_in):
    section = write(funding(calculated), kairat, kk="Бір", ru="Один")
    base = section.version
    write(section, kairat, kk="Екі", ru="Один", base=base)
    answer = sign_in(kairat).post(PAGE, {"version": base, "kk": "Үш", "ru": "Три"})
    assert answer.status_code == 409
    assert answer.context["form"].initial == {"version": base + 1, "kk": "Үш", "ru": "Три"}
    section.refresh_from_db()
    assert (section.kk, section.ru) == ("Екі", "Один")
    answer = sign_in(kairat).post(PAGE, {"version": base, "kk": "Үш", "ru": "Один"})
    assert answer.context["form"].initial["ru"] == "Один"


def test_every_order_of_two_editors_ends_without_a_silent_overwrite(calculated, kairat):
    """Each editor begins at some version and changes one or both texts: what is there at the end was written by somebody on purpose."""
    section = write(funding(calculated), kairat, kk="0", ru="0")
    kept = {"kk": "0", "ru": "0"}
    for number, (behind, languages) in enumerate([(0, "kr"), (1, "k"), (0, "r"), (1, "r"), (2, "k"), (1, "kr"), (0, "k")], start=1):
        base = max(2, section.version - behind)
        began = narrative.text_at(section, base)
        typed = {x: f"{x}{number}" if x[0] in languages else began[x] for x in ("kk", "ru")}
        try:
            section = write(section, kairat, **typed, base=base)
        except Refused:
            section.refresh_from_db()
            assert {x: getattr(section, x) for x in kept} == kept
        else:
            for x in kept:
                assert getattr(section, x) in (typed[x], kept[x]) and (typed[x] == began[x] or getattr(section, x) == typed[x])
                assert typed[x] == began[x] or kept[x] in (began[x], typed[x]), "what somebody else wrote is not written over"
            kept = {x: getattr(section, x) for x in kept}


# The second person


def test_a_text_is_checked_by_somebody_else_than_its_writer(calculated, kairat, madina, sign_in):
    section = write(funding(calculated), kairat)
    with pytest.raises(Refused) as refused:
        narrative.verify_narrative(section, by=kairat, language="kk", version=section.version)
    assert codes(refused) == ["verified_by_editor"]
    page = sign_in(madina)
    assert page.get(PAGE).context["texts"][0]["may_verify"]
    page.post(f"{PAGE}kk/verify/", {"version": section.version - 1})
    section.refresh_from_db()
    assert section.kk_verified_by is None, "another version than the one that was read"
    page.post(f"{PAGE}kk/verify/", {"version": section.version})
    section.refresh_from_db()
    figures = Figures(calculated.figures)
    assert [narrative.state_of(section, x, figures) for x in ("kk", "ru")] == ["verified", "drafted"]
    section = write(section, kairat, kk="Өзге", ru=section.ru)
    assert narrative.state_of(section, "kk", figures) == "drafted"


def test_an_empty_text_is_not_checked(calculated, madina):
    with pytest.raises(Refused) as refused:
        narrative.verify_narrative(funding(calculated), by=madina, language="kk", version=1)
    assert codes(refused) == ["text_not_ready"]


def test_versions_show_what_changed(calculated, kairat, oraz, sign_in):
    section = write(funding(calculated), kairat, kk="Бір екі", ru="")
    write(section, kairat, kk="Бір үш", ru="")
    answer = sign_in(oraz).get(f"{PAGE}versions/").content.decode()
    assert "<ins>үш</ins>" in answer and "<del>екі</del>" in answer


def test_a_correction_carries_the_texts_and_what_they_were_read_with(ready, season2026, kairat, madina, quick_pdf):
    write(funding(ready), kairat)
    rules.approve(rules.propose(calculate(season2026, kairat), by=kairat), by=madina)
    jobs.run(Job.objects.get(kind="make_edition").pk)
    amend(season2026, disbursed_local=7_000_000_000)
    rules.correct(season2026, by=kairat, code="body_data", reason="Мысал: түзету.")
    begun = rules.latest(season2026)
    section, nothing = funding(begun), Figures(begun.figures)
    assert narrative.state_of(section, "kk", nothing) == "drafted", "before it is calculated nothing is known to be another"
    told = "".join(piece.text + piece.was for piece in references.paragraphs(section.kk, section.kk_seen, nothing, "kk")[0])
    assert "total." not in told and told.endswith("органдар: 1.") and "%" in told
    summary = calculate(season2026, kairat)
    assert narrative.state_of(funding(summary), "kk", Figures(summary.figures)) == "stale"
