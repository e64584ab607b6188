"""A page saves itself, and what comes too late is parked for its author alone."""

import json
import random
from datetime import timedelta

import pytest
from django.test import Client

from reporting import clock, parking
from reporting.filing.autosave import save_typed
from reporting.filing.reported import snapshot
from reporting.models import EntryRevision, ParkedText, Report
from reporting.parking import opened, park, parked_for, signed
from reporting.problems import Problem
from tests.filing.filling import PROGRESS, report_of, save
from tests.filing.test_pages import at

pytestmark = pytest.mark.usefixtures("cycle2026", "in_march")
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def report(aigul, bolat):
    return report_of("AK-ABA")


@pytest.fixture
def row(report):
    return report.rows.filter(needs_answer=True).select_related("row").first()


def sent(user, row, *, base=1, bases="", parked="", **typed):
    """What the script posts."""
    who = signed(user, row.report, f"item:{row.pk}")
    return {"who": who, "parked": parked, "base_version": base, "bases": bases, "fields": " ".join(typed), **typed}


def autosave(client, row, data):
    return client.post(at("item_autosave", row.report.public_id, row.pk, lang="ru"), data, **JSON)


def test_what_can_be_read_is_saved_and_the_rest_is_named_and_parked(report, row, aigul, sign_in):
    client = sign_in(aigul)
    answer = autosave(client, row, sent(aigul, row, progress_kk=PROGRESS, planned_local="сто", disbursed_local="-5"))
    told = answer.json()
    row.refresh_from_db()
    assert answer.status_code == 200 and row.progress_kk == PROGRESS and row.planned_local is None and told["version"] == 2
    assert {one["field"] for one in told["problems"]} == {"planned_local", "disbursed_local"} and "Сохранено" in told["said"]
    page = client.get(at("item", report.public_id, row.pk, lang="ru")).content.decode()
    assert 'value="сто"' in page and 'value="-5"' in page
    told = autosave(client, row, sent(aigul, row, base=2, parked=told["parked"], planned_local="100", disbursed_local="5")).json()
    assert told["problems"] == [] and not ParkedText.objects.exists()


def test_a_held_value_waits_while_other_fields_are_saved_or_parked(report, row, aigul, sign_in):
    client = sign_in(aigul)
    told = autosave(client, row, sent(aigul, row, planned_local="сто")).json()
    told = autosave(client, row, sent(aigul, row, base=told["version"], parked=told["parked"], progress_kk=PROGRESS)).json()
    late = sent(aigul, row, base=2, parked=told["parked"], progress_ru="Позже")
    answer = autosave(Client(), row, late)
    assert told["parked"] and answer.status_code == 401
    page = client.get(at("item", report.public_id, row.pk, lang="ru")).content.decode()
    assert 'value="сто"' in page and "Позже" in page and PROGRESS in page
    told = autosave(client, row, sent(aigul, row, base=2, parked=answer.json()["parked"], planned_local="100", progress_ru="Позже")).json()
    assert told["parked"] == "" and not ParkedText.objects.exists()


def test_only_the_sent_fields_are_written(row, aigul, sign_in):
    save(row, aigul, progress_kk=PROGRESS, complete=True)
    autosave(sign_in(aigul), row, sent(aigul, row, base=2, progress_ru="Текст"))
    row.refresh_from_db()
    assert (row.progress_kk, row.progress_ru, row.complete) == (PROGRESS, "Текст", True)


def test_changes_of_others_come_back_and_a_conflict_holds_its_field_only(row, aigul, beibit, sign_in):
    save(row, beibit, progress_kk="Бейбіттікі", planned_local=5000)
    answer = autosave(sign_in(aigul), row, sent(aigul, row, progress_kk="Айгүлдікі", progress_ru="Айгуль"))
    told = answer.json()
    row.refresh_from_db()
    assert answer.status_code == 409 and (row.progress_kk, row.progress_ru) == ("Бейбіттікі", "Айгуль")
    assert [one["field"] for one in told["conflicts"]] == ["progress_kk"] and told["theirs"] == {"planned_local": "5"}
    assert beibit.full_name in told["conflicts"][0]["text"]
    assert parked_for(aigul, row.report, f"item:{row.pk}")[0].fields == {"progress_kk": "Айгүлдікі"}


def test_ones_own_other_window_is_called_so_and_nobody_else_is_named(row, aigul, beibit, sign_in):
    save(row, aigul, progress_kk="Екінші терезеде")
    client, mine = sign_in(aigul), sent(aigul, row, progress_kk="Осы терезеде")
    told = autosave(client, row, mine).json()["conflicts"][0]["text"]
    assert told == Problem("conflict_own").text() and aigul.full_name not in told
    page = client.post(at("item", row.report.public_id, row.pk, lang="ru"), mine)
    main = page.content.decode().split("<main", 1)[1]
    assert page.status_code == 409 and "Вы, в другом окне" in main and "другого сотрудника" not in main
    save(row, beibit, progress_kk="Бейбіттікі")
    main = client.post(at("item", row.report.public_id, row.pk, lang="ru"), mine).content.decode().split("<main", 1)[1]
    assert "в другом окне" not in main and f"Вариант другого сотрудника: {beibit.full_name}" in main


def test_a_field_read_earlier_keeps_its_own_base(row, aigul, beibit):
    save(row, beibit, progress_kk="Бейбіттікі")
    kept = save_typed(row, by=aigul, base_version=2, bases={"progress_kk": 1}, values={"progress_kk": "Айгүлдікі"})
    assert kept.held == ["progress_kk"]
    kept = save_typed(row, by=aigul, base_version=2, bases={}, values={"progress_kk": "Айгүлдікі"})
    assert kept.held == []


@pytest.mark.parametrize("seed", range(10))
def test_two_pages_that_save_themselves_never_write_over_each_other(row, aigul, beibit, seed):
    """Each page follows the rules of autosave.js; a value that one person has seen saved is gone only if the other has seen it too."""
    chance, names = random.Random(seed), ["progress_kk", "progress_ru", "reasons_kk"]
    blank = dict.fromkeys(names, "")
    pages = [{"by": by, "base": 1, "bases": {}, "known": {**blank}, "shows": {**blank}} for by in (aigul, beibit)]
    for step in range(25):
        page, name = chance.choice(pages), chance.choice(names)
        page["shows"][name] = f"{page['by'].email} {step}"
        if chance.random() < 0.6:
            follow(page, row, names)
    assert row.revisions.count() > 1


def follow(page, row, names):
    """One automatic save, and what the script does with the answer."""
    row.refresh_from_db()
    before = snapshot(row)
    typed = {name: page["shows"][name] for name in names if page["shows"][name] != page["known"][name]}
    kept = save_typed(row, by=page["by"], base_version=page["base"], bases=page["bases"], values=typed)
    now = snapshot(kept.entry)
    for name in names:
        if now[name] != before[name]:
            assert page["known"][name] == before[name], "written over a text the page had never shown"
    for name in kept.theirs:
        page["shows"][name] = page["known"][name] = now[name]
    page["known"] |= {name: text for name, text in typed.items() if name not in kept.held}
    page["bases"] = {name: page["bases"].get(name, page["base"]) for name in kept.held}
    page["base"] = kept.entry.version
    for name in kept.held:  # the person looks at both texts and decides for their own
        page["known"][name], page["bases"] = now[name], {n: v for n, v in page["bases"].items() if n != name}


def test_a_dead_session_parks_and_signing_in_brings_the_text_back(report, row, aigul, sign_in):
    url = at("item", report.public_id, row.pk, lang="ru")
    nobody = Client()
    assert autosave(nobody, row, sent(aigul, row, progress_kk=PROGRESS)).status_code == 401
    answer = nobody.post(url, {**sent(aigul, row, progress_ru="Набрано"), "document-number": "15"})
    assert answer.status_code == 302 and "sign-in" in answer["Location"] and not EntryRevision.objects.exists()
    page = sign_in(aigul).get(url).content.decode()
    assert "Набрано" in page and 'value="15"' in page and "Удалить этот текст" in page
    for typed in ParkedText.objects.all():
        assert PROGRESS not in typed.sealed and "Набрано" not in typed.sealed


def test_the_returned_text_is_saved_and_erased_by_the_button(report, row, aigul, sign_in):
    url, client = at("item", report.public_id, row.pk), sign_in(aigul)
    Client().post(url, sent(aigul, row, progress_kk=PROGRESS))
    typed = ParkedText.objects.get()
    again = sent(aigul, row, progress_kk=PROGRESS, bases=json.dumps({"progress_kk": 1}), parked=typed.public_id)
    assert client.post(url, again).status_code == 302
    row.refresh_from_db()
    assert row.progress_kk == PROGRESS and not ParkedText.objects.exists()


def test_a_text_that_the_row_holds_already_is_not_shown_again(report, row, aigul, sign_in):
    Client().post(at("item", report.public_id, row.pk), sent(aigul, row, progress_kk=PROGRESS))
    save(row, aigul, progress_kk=PROGRESS)
    assert 'id="typed"' not in sign_in(aigul).get(at("item", report.public_id, row.pk)).content.decode()
    assert not ParkedText.objects.exists()


def test_a_colleagues_newer_text_is_met_as_a_conflict(report, row, aigul, beibit, sign_in):
    url, client = at("item", report.public_id, row.pk), sign_in(aigul)
    Client().post(url, sent(aigul, row, progress_kk="Айгүлдікі"))
    save(row, beibit, progress_kk="Бейбіттікі")
    assert "Айгүлдікі" in client.get(url).content.decode()
    again = sent(aigul, row, base=2, progress_kk="Айгүлдікі", bases=json.dumps({"progress_kk": 1}))
    answer = client.post(url, again)
    assert answer.status_code == 409 and "Бейбіттікі" in answer.content.decode() and "Айгүлдікі" in answer.content.decode()


def test_nobody_else_sees_a_parked_text_or_saves_it_under_their_name(report, row, aigul, beibit, dana, sign_in):
    url, colleague = at("item", report.public_id, row.pk, lang="ru"), sign_in(beibit)
    assert colleague.post(url, sent(aigul, row, progress_kk=PROGRESS)).status_code == 302
    row.refresh_from_db()
    assert row.version == 1 and PROGRESS not in colleague.get(url).content.decode()
    typed = ParkedText.objects.get()
    discard = at("discard_typed", report.public_id, typed.public_id)
    assert colleague.post(discard).status_code == 404 and sign_in(dana).post(discard).status_code == 404
    assert Client().post(discard).status_code == 302 and ParkedText.objects.exists()
    assert sign_in(aigul).post(discard).status_code == 302 and not ParkedText.objects.exists()


def test_a_stranger_saves_nothing(report, row, dana, sign_in):
    assert autosave(sign_in(dana), row, sent(dana, row, progress_kk="x")).status_code == 404
    assert not EntryRevision.objects.exists()


def test_a_rotated_token_parks_and_the_page_gets_a_new_one(report, row, aigul):
    client = Client(enforce_csrf_checks=True)
    client.force_login(aigul, backend="portal.users.backend.SignedInBackend")
    answer = autosave(client, row, {**sent(aigul, row, progress_kk=PROGRESS), "csrfmiddlewaretoken": "x" * 64})
    told = answer.json()
    assert answer.status_code == 403 and told["csrf"] and told["parked"]
    again = sent(aigul, row, progress_kk=PROGRESS, parked=told["parked"])
    assert autosave(client, row, {**again, "csrfmiddlewaretoken": told["csrf"]}).status_code == 200
    assert not ParkedText.objects.exists()
    answer = client.post(at("item", report.public_id, row.pk), sent(aigul, row, base=2, progress_kk="Жаңа"))
    assert answer.status_code == 302 and "Жаңа" in client.get(answer["Location"]).content.decode()
    assert client.post(at("item", report.public_id, row.pk), {"progress_kk": "Жаңа"}).status_code == 403


def test_a_locked_report_keeps_what_was_typed(report, row, aigul, sign_in):
    Report.objects.filter(pk=report.pk).update(status="submitted")
    client, url = sign_in(aigul), at("item", report.public_id, row.pk)
    assert autosave(client, row, sent(aigul, row, progress_kk=PROGRESS)).status_code == 423
    assert PROGRESS in client.get(url).content.decode()
    ParkedText.objects.all().delete()
    assert PROGRESS in client.post(url, sent(aigul, row, progress_kk=PROGRESS)).content.decode()


def test_a_text_joined_on_the_conflict_page_is_kept_until_its_button_is_pressed(report, row, aigul, beibit, sign_in):
    """The joined text would replace both: it is never written by itself, and it is there again."""
    client, url = sign_in(aigul), at("item", report.public_id, row.pk)
    save(row, beibit, progress_kk="Бейбіттікі")
    page = client.post(url, {"base_version": 1, "progress_kk": "Айгүлдікі"})
    assert page.status_code == 409 and "data-keeps" in page.content.decode()
    joined = {"resolving": "1", "keep_progress_kk": "joined", "mine_progress_kk": "Айгүлдікі", "theirs_progress_kk": "Бейбіттікі"}
    answer = client.post(url, sent(aigul, row, base=2, progress_kk="Екеуі бірге", **joined), **JSON)
    row.refresh_from_db()
    assert answer.json()["parked"] and (row.progress_kk, row.version) == ("Бейбіттікі", 2)
    assert "Екеуі бірге" in client.get(url).content.decode()


def test_parked_texts_are_erased_after_a_week_and_are_never_too_many(row, aigul):
    park(sent(aigul, row, progress_kk="ескі"))
    with clock.at(clock.now() + timedelta(days=8)):
        assert parked_for(aigul, row.report, f"item:{row.pk}") == []
        for n in range(25):
            park(sent(aigul, row, progress_kk=f"мәтін {n}"))
        kept = parked_for(aigul, row.report, f"item:{row.pk}")
    assert len(kept) == ParkedText.objects.count() == parking.MOST and kept[0].fields["progress_kk"] == "мәтін 24"


def test_a_form_signed_by_nobody_and_a_broken_seal_bring_nothing(row, aigul, beibit, settings):
    assert park({**sent(aigul, row, progress_kk="x"), "who": "forged"}) is None
    text = park(sent(aigul, row, progress_kk="x"))
    text.person = beibit
    assert opened(text) is None, "a seal belongs to its person and page"
    settings.SECRET_KEY = "another"
    text.person = aigul
    assert opened(text) is None
    settings.SECRET_KEY_FALLBACKS = ["a key for tests only, long enough to be taken for a real one: 0123456789"]
    assert opened(text).fields == {"progress_kk": "x"}


def test_without_the_protection_nothing_is_parked(row, aigul, settings):
    settings.TYPED_TEXT_PROTECTION = False
    assert park(sent(aigul, row, progress_kk="x")) is None
