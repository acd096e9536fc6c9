"""How editors make a poll, and what stays as it was answered."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from participation.models import Poll, PollQuestion
from tests.factories.participation import TopicFactory
from tests.factories.polls import PollFactory, fill_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("B4")]

ADD = "/cms/snippets/participation/poll/add/"


def edit_url(poll):
    return f"/cms/snippets/participation/poll/edit/{poll.pk}/"


def asked(**changes):
    row = {"text": "Wie oft?", "hint": "", "kind": "single", "options": "Oft\nNie", "most": ""}
    return {**row, **changes}


def posted(topic, questions, initial=0, **changes):
    data = {
        "title": "Was <b>denken</b> Sie?",
        "topic": str(topic.pk),
        "introduction": "",
        "phase_kind": "",
        "go_live_at": "",
        "expire_at": "",
        "questions": inline_formset(questions, initial=initial),
        **changes,
    }
    return nested_form_data(data)


def test_an_editor_drafts_a_poll_with_several_questions(client, topic, editor):
    client.force_login(editor)

    client.post(ADD, posted(topic, [asked(), asked(kind="text", options="")]))

    poll = Poll.objects.get()
    assert poll.live is False
    assert [q.kind for q in poll.get_latest_revision_as_object().questions.all()] == [
        "single", "text",
    ]  # fmt: skip
    assert client.get(poll.url).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"options": "Nur eine"}, {"options": "Gleich\nGleich"}, {"kind": "text"}, {"most": "0"}],
)
def test_questions_that_nobody_could_answer_are_not_submitted(client, topic, editor, wrong):
    client.force_login(editor)

    answer = client.post(ADD, posted(topic, [asked(**wrong)], **{"action-submit": "1"}))

    assert answer.status_code == 200
    assert answer.context["form"].formsets["questions"].is_valid() is False


def test_a_poll_without_questions_is_not_approved(topic):
    assert "keine Frage" in "".join(Poll(topic=topic, title="Leer").obstacles())


def test_the_preview_shows_the_questions(client, editor):
    poll = PollFactory()
    client.force_login(editor)
    view = reverse("wagtailsnippets_participation_poll:preview_on_edit", args=[poll.pk])

    client.post(view, posted(poll.topic, [asked(text="Aus der <i>Vorschau</i>")]))
    html = client.get(view + "?mode=").content.decode()

    assert "Aus der &lt;i&gt;Vorschau&lt;/i&gt;" in html


def rows_of(poll, **changes):
    rows = [
        {
            "id": str(q.pk), "text": q.text, "hint": q.hint, "kind": q.kind,
            "options": q.options.replace("\n", "\r\n"), "most": str(q.most or ""),
            "ORDER": str(number),
        }
        for number, q in enumerate(PollQuestion.objects.filter(poll=poll), start=1)
    ]  # fmt: skip
    rows[0].update(changes)
    return rows


def test_an_answered_poll_keeps_its_questions_but_not_its_introduction(client, editor):
    poll = PollFactory()
    fill_in(poll)
    client.force_login(editor)

    refused = client.post(
        edit_url(poll), posted(poll.topic, rows_of(poll, text="Ganz anders?"), initial=3)
    )
    assert "bleiben, wie sie waren" in str(refused.context["form"].non_field_errors())

    client.post(
        edit_url(poll), posted(poll.topic, rows_of(poll), initial=3, introduction="Neu erklärt.")
    )
    latest = Poll.objects.get().get_latest_revision_as_object()
    assert latest.introduction == "Neu erklärt."


def test_an_answered_poll_stays_with_its_topic(client, editor):
    poll = PollFactory()
    fill_in(poll)
    client.force_login(editor)

    refused = client.post(edit_url(poll), posted(TopicFactory(), rows_of(poll), initial=3))

    assert "topic" in refused.context["form"].errors


def test_an_answered_poll_can_be_published_again(editor, publisher):
    poll = PollFactory()
    fill_in(poll)
    poll = Poll.objects.get(pk=poll.pk)
    poll.introduction = "Besser erklärt."

    poll.save_revision(user=editor).publish(user=publisher)

    assert Poll.objects.get().introduction == "Besser erklärt."


def test_the_list_leads_to_the_sheets(client, editor):
    poll = PollFactory()
    for _number in range(5):
        fill_in(poll)
    client.force_login(editor)

    html = client.get("/cms/snippets/participation/poll/").content.decode()

    assert reverse("polls:sheets", args=[poll.pk]) in html
