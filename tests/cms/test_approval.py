"""From draft to publication: editors submit, publishers approve what others wrote."""

import pytest
from django.core import mail as django_mail
from django.urls import reverse
from wagtail.models import TaskState, Workflow

from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from gdb_portal.pages.models import FourEyesTask, StandardPage
from gdb_portal.pages.services.approval import ensure_approval
from tests.cms.forms import edit_url, save

pytestmark = pytest.mark.django_db


def composed(mail):
    return compose(mail, KINDS[mail.kind])


def menu_of(client, about):
    return client.get(edit_url(about)).content.decode()


def task_of(about) -> TaskState:
    return StandardPage.objects.get(pk=about.pk).current_workflow_task_state


def act(client, about, action):
    url = reverse("wagtailadmin_pages:workflow_action", args=[about.pk, action, task_of(about).pk])
    answer = client.post(url, {"comment": "Bitte <b>kürzer</b>."}, follow=True)
    assert answer.status_code != 404
    return answer


def live_lead(about) -> str:
    return StandardPage.objects.get(pk=about.pk).lead


def test_every_page_waits_for_a_second_pair_of_eyes(about):
    workflow = about.get_workflow()

    assert [task.specific_class for task in workflow.tasks] == [FourEyesTask]
    assert list(Workflow.objects.active()) == [workflow]


def test_what_somebody_clicked_is_put_right_at_the_next_migration(about):
    Workflow.objects.filter(name="Moderators approval").update(active=True)
    about.get_workflow().workflow_pages.all().delete()

    ensure_approval()
    ensure_approval()

    assert about.get_workflow().name == "Freigabe"
    assert Workflow.objects.active().count() == 1


def test_an_editor_is_not_offered_to_publish(client, about, editor):
    client.force_login(editor)

    assert 'name="action-publish"' not in menu_of(client, about)


def test_an_editor_who_sends_publish_anyway_saves_a_draft(client, about, editor):
    client.force_login(editor)

    save(client, edit_url(about), action="action-publish", lead="Neu.")

    assert live_lead(about) == "Alt."
    assert StandardPage.objects.get(pk=about.pk).get_latest_revision_as_object().lead == "Neu."


def test_a_publisher_does_not_publish_their_own_words(client, about, publisher):
    client.force_login(publisher)
    save(client, edit_url(about), lead="Von mir.")

    answer = save(client, edit_url(about), action="action-publish", lead="Von mir!")

    assert live_lead(about) == "Alt."
    assert "nichts daran geschrieben" in answer.content.decode()
    assert 'name="action-publish"' not in menu_of(client, about)


def test_a_publisher_publishes_what_an_editor_left_as_it_is(client, about, editor, publisher):
    client.force_login(editor)
    save(client, edit_url(about), lead="Vom Redakteur.")
    client.force_login(publisher)

    save(client, edit_url(about), action="action-publish")

    assert live_lead(about) == "Vom Redakteur."


def test_changing_and_publishing_in_one_go_is_writing_too(client, about, editor, publisher):
    client.force_login(editor)
    save(client, edit_url(about), lead="Vom Redakteur.")
    client.force_login(publisher)

    answer = save(client, edit_url(about), action="action-publish", lead="Schnell geändert.")

    assert live_lead(about) == "Alt."
    assert "nichts daran geschrieben" in answer.content.decode()


def test_a_new_page_begins_as_a_draft_whatever_button_was_pressed(client, home, publisher):
    client.force_login(publisher)

    save(
        client,
        f"/cms/pages/add/pages/standardpage/{home.pk}/",
        action="action-publish",
        title="Ganz neu",
        slug="ganz-neu",
    )

    assert StandardPage.objects.get(slug="ganz-neu").live is False


def test_copies_begin_as_drafts(client, about, publisher):
    client.force_login(publisher)
    url = f"/cms/pages/{about.pk}/copy/"
    copy = {
        "new_title": "Kopie",
        "new_slug": "kopie",
        "new_parent_page": about.get_parent().pk,
    }

    client.post(url, {**copy, "publish_copies": "on"})
    assert not StandardPage.objects.filter(slug="kopie").exists()

    client.post(url, copy)
    assert StandardPage.objects.get(slug="kopie").live is False


def test_nobody_publishes_in_bulk(client, about, editor, publisher):
    client.force_login(editor)
    save(client, edit_url(about), lead="Neu.")
    client.force_login(publisher)

    client.post(f"/cms/bulk/wagtailcore/page/publish/?id={about.pk}", {"include_descendants": "on"})

    assert live_lead(about) == "Alt."


def test_submitting_tells_the_publishers_through_the_ledger(
    client, about, editor, publisher, other_publisher
):
    client.force_login(editor)

    save(client, edit_url(about), action="action-submit", lead="Bitte ansehen.")

    asked = OutboxMail.objects.filter(kind="approval_requested")
    assert {mail.recipient for mail in asked} == {publisher, other_publisher}
    assert django_mail.outbox == []


def test_approving_publishes_and_tells_the_author(client, about, editor, publisher):
    client.force_login(editor)
    save(client, edit_url(about), action="action-submit", lead="Freigegeben.")
    client.force_login(publisher)

    act(client, about, "approve")

    assert live_lead(about) == "Freigegeben."
    told = OutboxMail.objects.get(kind="approval_decided")
    message = composed(told)
    assert told.recipient == editor
    assert message.subject == "Freigegeben: Über uns"
    assert edit_url(about) in message.body


@pytest.mark.parametrize(("accepts", "status"), [("text/html", 200), ("application/json", 400)])
def test_a_second_click_finds_it_decided(client, about, editor, publisher, accepts, status):
    client.force_login(editor)
    save(client, edit_url(about), action="action-submit", lead="Freigegeben.")
    client.force_login(publisher)
    approve = {"action": "action-workflow-action", "workflow-action-name": "approve"}
    save(client, edit_url(about), **approve)

    again = save(client, edit_url(about), accepts=accepts, **approve)

    said = again.json()["error_message"] if status == 400 else again.content.decode()
    assert again.status_code == status
    assert "Darüber ist schon entschieden." in said
    assert OutboxMail.objects.filter(kind="approval_decided").count() == 1


def test_a_publisher_asks_for_changes_with_a_comment(client, about, editor, publisher):
    client.force_login(editor)
    save(client, edit_url(about), action="action-submit", lead="Zu lang.")
    client.force_login(publisher)

    act(client, about, "reject")

    told = OutboxMail.objects.get(kind="approval_decided")
    assert live_lead(about) == "Alt."
    assert "Bitte <b>kürzer</b>." in composed(told).body


def test_nobody_approves_what_they_submitted(client, about, publisher):
    client.force_login(publisher)
    save(client, edit_url(about), action="action-submit", lead="Von mir.")

    act(client, about, "approve")

    assert live_lead(about) == "Alt."
    assert task_of(about).status == TaskState.STATUS_IN_PROGRESS


def test_whoever_changes_a_submission_can_no_longer_approve_it(client, about, editor, publisher):
    client.force_login(editor)
    save(client, edit_url(about), action="action-submit", lead="Eingereicht.")
    client.force_login(publisher)
    save(client, edit_url(about), lead="Unterwegs geändert.")

    act(client, about, "approve")

    assert live_lead(about) == "Alt."


def test_approving_with_changes_of_ones_own_publishes_nothing(client, about, editor, publisher):
    client.force_login(editor)
    save(client, edit_url(about), action="action-submit", lead="Eingereicht.")
    client.force_login(publisher)

    save(
        client,
        edit_url(about),
        action="action-workflow-action",
        lead="Unterwegs geändert.",
        **{"workflow-action-name": "approve"},
    )

    assert live_lead(about) == "Alt."


def test_a_mail_that_came_too_late_is_not_sent(client, about, editor, publisher, other_publisher):
    client.force_login(editor)
    save(client, edit_url(about), action="action-submit", lead="Freigegeben.")
    client.force_login(publisher)
    act(client, about, "approve")

    waiting = OutboxMail.objects.get(kind="approval_requested", recipient=other_publisher)

    assert composed(waiting) is None


@pytest.mark.parametrize("role", ["citizen", "moderator", "official"])
def test_others_do_not_edit_pages(client, about, role, request):
    person = request.getfixturevalue(role)
    client.force_login(person)

    answer = client.post(edit_url(about), {"title": "Gekapert", "action-publish": "1"})

    assert answer.status_code in {302, 403}
    assert StandardPage.objects.get(pk=about.pk).title == "Über uns"
