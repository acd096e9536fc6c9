"""Nothing about a measure's progress changes silently: old, new, who, when and why are kept."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gdb_portal.core.models import Event
from strategy.models import Measure, MeasureChange
from strategy.services.progress import (
    NothingChanged,
    ReasonMissing,
    change_progress,
    confirm_unchanged,
)
from tests.cms.forms import edit_url, save
from tests.factories.pages import HomeFactory
from tests.factories.participation import HOSTILE
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A4")]


def read(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def titles(html):
    return [title.text for title in html.select(".gdb-timeline__title")]


def fresh(measure):
    return Measure.objects.get(pk=measure.pk)


def test_the_first_publication_begins_the_record(measure):
    first = MeasureChange.objects.get()

    assert (first.kind, first.measure_id, first.before, first.after) == (
        "recorded",
        measure.pk,
        {},
        {},
    )
    assert first.state == {
        "status": "planned",
        "status_as_of": "",
        "phase": "",
        "starts": "",
        "ends": "",
        "responsible": "amt",
        "budget": "",
    }


def test_a_change_keeps_old_new_who_when_and_why(measure, publisher):
    change = change_progress(
        measure, by=publisher, reason=" Baubeginn. ", status="running", starts="2026-06"
    )

    assert (change.before, change.after) == (
        {"status": "planned", "starts": ""},
        {"status": "running", "starts": "2026-06"},
    )
    assert (change.by, change.reason, change.origin) == (publisher, "Baubeginn.", "editorial")
    assert timezone.now() - change.created_at < dt.timedelta(minutes=1)
    page = fresh(measure)
    assert (page.status, page.starts_on, page.starts_precision) == (
        "running",
        dt.date(2026, 6, 1),
        "month",
    )
    event = Event.objects.filter(kind="measure.changed").get()
    assert (event.by, event.subject_id, event.data["facts"]) == (
        publisher,
        str(measure.pk),
        ["status", "starts"],
    )


def test_whoever_works_for_the_responsible_administration_speaks_for_it(measure, owner, stranger):
    own = change_progress(measure, by=owner, reason="So ist es.", status="running")
    foreign = change_progress(measure, by=stranger, reason="So auch.", status="completed")

    assert (own.origin, foreign.origin) == ("administration", "editorial")


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_without_a_reason_nothing_is_said(measure, publisher, reason):
    with pytest.raises(ReasonMissing):
        change_progress(measure, by=publisher, reason=reason, status="running")
    with pytest.raises(ReasonMissing):
        confirm_unchanged(measure, by=publisher, reason=reason)

    assert fresh(measure).status == "planned"
    assert MeasureChange.objects.news().count() == 0


def test_what_is_said_already_is_no_change(measure, publisher):
    with pytest.raises(NothingChanged):
        change_progress(measure, by=publisher, reason="Warum auch immer", status="planned")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("status", "fertig<script>"),
        ("phase", "später"),
        ("starts", "2026-13"),
        ("ends", "bald"),
        ("status_as_of", "31.12.2026"),
        ("responsible", "niemand"),
        ("budget", "viel"),
        ("title", "Neu"),
    ],
)
def test_nonsense_is_refused_by_its_name(measure, publisher, name, text):
    with pytest.raises(ValidationError) as refused:
        change_progress(measure, by=publisher, reason="x", **{name: text})

    assert list(refused.value.message_dict) == [name]
    assert MeasureChange.objects.news().count() == 0


def test_an_end_before_the_beginning_is_refused(measure, publisher):
    with pytest.raises(ValidationError):
        change_progress(measure, by=publisher, reason="x", starts="2026", ends="2025")

    assert fresh(measure).starts_on is None


@pytest.mark.parametrize(
    "change", [{"reason": "anders"}, {"created_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}]
)
def test_the_database_lets_nobody_rewrite_the_record(measure, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureChange.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureChange.objects.all().delete()

    assert MeasureChange.objects.get().reason == ""


def test_the_record_outlives_the_page_and_the_account(measure, publisher):
    change = change_progress(measure, by=publisher, reason="x", status="running")

    publisher.delete()
    fresh(measure).delete()

    kept = MeasureChange.objects.get(pk=change.pk)
    assert (kept.by, kept.measure, kept.measure_key, kept.after) == (
        None,
        None,
        measure.translation_key,
        {"status": "running"},
    )


def test_drafts_follow_a_change_but_keep_what_their_editor_typed(measure, publisher):
    draft = measure.get_latest_revision_as_object()
    draft.lead, draft.phase = "Neuer Text", "testing"
    draft.save_revision()

    change_progress(measure, by=publisher, reason="x", status="running", phase="scaling")

    newest = fresh(measure).get_latest_revision_as_object()
    assert (newest.status, newest.phase, newest.lead) == ("running", "testing", "Neuer Text")
    live = fresh(measure)
    assert (live.phase, live.lead) == ("scaling", HOSTILE)


def test_every_language_says_the_same(measure, publisher):
    english_home = HomeFactory(language="en")
    translation = MeasureFactory(
        parent=MeasureIndexFactory(parent=english_home),
        translation_key=measure.translation_key,
        status="completed",
        slug="bank",
    )
    translation.save_revision().publish()
    assert fresh(translation).status == "planned"

    change_progress(measure, by=publisher, reason="x", status="running")

    assert fresh(translation).status == "running"
    assert fresh(translation).get_latest_revision_as_object().status == "running"
    assert MeasureChange.objects.filter(measure_key=measure.translation_key).count() == 2


# -- In the CMS -----------------------------------------------------------------------------------


def test_a_draft_needs_no_reason_but_a_submission_does(client, measure, editor):
    client.force_login(editor)

    save(client, edit_url(measure), status="running")
    answer = save(client, edit_url(measure), action="action-submit", status="running")

    draft = fresh(measure)
    assert draft.get_latest_revision_as_object().status == "running"
    assert draft.current_workflow_state is None
    assert "Bitte schreiben Sie, warum" in answer.content.decode()


def test_a_publication_is_recorded_with_the_editors_reason_which_then_is_used_up(
    client, measure, editor, publisher
):
    client.force_login(editor)
    save(client, edit_url(measure), status="running", change_reason="Es geht los. <b>")
    client.force_login(publisher)

    save(client, edit_url(measure), action="action-publish")

    live = fresh(measure)
    change = MeasureChange.objects.of(measure).first()
    assert (live.status, live.change_reason) == ("running", "")
    assert live.get_latest_revision_as_object().change_reason == ""
    assert (change.kind, change.before, change.after, change.reason) == (
        "changed",
        {"status": "planned"},
        {"status": "running"},
        "Es geht los. <b>",
    )


def test_nobody_publishes_a_change_without_its_reason(client, measure, editor, publisher):
    client.force_login(editor)
    save(client, edit_url(measure), status="running")
    client.force_login(publisher)

    save(client, edit_url(measure), action="action-publish")

    assert fresh(measure).status == "planned"
    assert MeasureChange.objects.news().count() == 0


def test_other_words_need_no_reason(client, measure, editor, publisher):
    client.force_login(editor)
    save(client, edit_url(measure), lead="Neue Worte.")
    client.force_login(publisher)

    save(client, edit_url(measure), action="action-publish")

    assert fresh(measure).lead == "Neue Worte."
    assert MeasureChange.objects.news().count() == 0


def test_what_is_published_past_the_form_is_recorded_all_the_same(measure):
    page = measure.get_latest_revision_as_object()
    page.status = "completed"
    page.save_revision().publish()

    change = MeasureChange.objects.of(measure).first()

    assert (change.after, change.reason) == ({"status": "completed"}, "")


# -- In public ------------------------------------------------------------------------------------


def test_the_page_tells_its_changes_newest_first(client, measure, owner):
    change_progress(measure, by=owner, reason="Grund <i>eins</i>", status="running")
    confirm_unchanged(measure, by=owner, reason="Alles beim Alten")

    html = read(client, measure.url)

    assert titles(html) == ["Angaben bestätigt", "Angaben geändert", "Ins Portal aufgenommen"]
    changed = html.select(".gdb-timeline__entry")[1]
    assert (changed.select_one("del").text, changed.select_one("ins").text) == (
        "in Planung",
        "laufend",
    )
    assert changed.select_one(".gdb-timeline__reason").text == "Grund <i>eins</i>"
    assert "zuständige Verwaltung" in changed.select_one(".gdb-timeline__who").text
    assert "Amtlich" not in html.text


def test_an_office_is_told_by_its_name(client, measure, publisher, stranger):
    change_progress(measure, by=publisher, reason="x", responsible="anderes")

    entry = read(client, measure.url).select_one(".gdb-timeline__entry")

    assert entry.select_one("del").text == "Amt <1>"


def test_a_long_record_has_a_page_of_its_own(client, measure, publisher):
    for number in range(7):
        confirm_unchanged(measure, by=publisher, reason=f"Prüfung {number}")

    html = read(client, measure.url)
    whole = read(client, f"{measure.url}verlauf/")

    assert len(titles(html)) == 5
    assert html.select_one("#verlauf a")["href"] == f"{measure.url}verlauf/"
    assert len(titles(whole)) == 8


@pytest.mark.parametrize("path", ["/massnahmen/nichts/verlauf/", "/pilotprojekte/bank/verlauf/"])
def test_what_does_not_exist_has_no_record(client, measure, path):
    assert client.get(path).status_code == 404


def test_a_draft_has_no_public_record(client, measure):
    measure.unpublish()

    assert client.get("/massnahmen/bank/verlauf/").status_code == 404


def test_a_record_costs_the_same_with_one_and_with_thirty_entries(client, measure, publisher):
    def cost(path):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path, {"bau": timezone.now().isoformat()})
        return len(asked)

    change_progress(measure, by=publisher, reason="x", responsible="")
    few = cost(measure.url), cost(f"{measure.url}verlauf/")
    for number in range(30):
        change_progress(
            measure, by=publisher, reason="x", responsible="amt" if number % 2 == 0 else ""
        )

    many = cost(measure.url), cost(f"{measure.url}verlauf/")

    assert many[1] == few[1] <= 12
    assert many[0] == few[0] <= 12
