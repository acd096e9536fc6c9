"""What staff see first: their own work and nothing else."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import admin_menu

from gdb_portal.core.tasks import publish_scheduled
from gdb_portal.mail.enums import MailStatus
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import queue_mail
from gdb_portal.pages.models import StandardPage
from tests.cms.forms import edit_url, save
from tests.factories.participation import CommentFactory

pytestmark = pytest.mark.django_db

MENU = {
    "editor": {"explorer", "beteiligung", "barrieren"},
    "publisher": {"explorer", "beteiligung", "barrieren"},
    "moderator": {"moderation"},
    "administrator": {"barrieren", "postausgang", "personen", "einladungen"},
}
SECTIONS = {name for names in MENU.values() for name in names}


def menu_of(client) -> set[str]:
    request = client.get("/cms/").wsgi_request
    return {item.name for item in admin_menu.menu_items_for_request(request)}


def waiting(client) -> dict[str, int]:
    panels = client.get("/cms/").context["panels"]
    panel = next(panel for panel in panels if getattr(panel, "name", "") == "waiting")
    return {str(item.label): item.count for item in panel.items}


@pytest.mark.parametrize("role", MENU)
def test_the_menu_shows_what_the_role_may_do(client, home, role, request):
    client.force_login(request.getfixturevalue(role))

    assert menu_of(client) & SECTIONS == MENU[role]


def test_moderators_see_how_much_waits(client, topic, moderator):
    CommentFactory.create_batch(2, topic=topic)
    client.force_login(moderator)

    assert waiting(client) == {"Beiträge zu prüfen": 2, "offene Meldungen": 0, "Beschwerden": 0}


def test_a_submission_waits_for_publishers_but_not_for_its_author(
    client, about, publisher, other_publisher
):
    client.force_login(publisher)
    save(client, edit_url(about), action="action-submit", lead="Neu.")

    assert waiting(client)["zur Freigabe eingereicht"] == 0
    client.force_login(other_publisher)
    assert waiting(client)["zur Freigabe eingereicht"] == 1


def test_lost_mails_wait_for_the_administrator(client, administrator):
    mail = queue_mail("report_received", key="x", address="z@example.org")
    OutboxMail.objects.filter(pk=mail.pk).update(status=MailStatus.FAILED)
    client.force_login(administrator)

    assert waiting(client)["Mails gescheitert oder ungewiss"] == 1


def test_who_has_nothing_to_do_reads_so(client, moderator):
    client.force_login(moderator)

    assert "Alles ist erledigt" in client.get("/cms/").content.decode()


def test_what_was_approved_for_later_appears_at_its_time(client, about, editor, publisher):
    later = timezone.localtime() + dt.timedelta(hours=2)
    client.force_login(editor)
    save(
        client,
        edit_url(about),
        action="action-submit",
        lead="Ab heute Abend.",
        go_live_at=f"{later:%d.%m.%Y %H:%M}",
    )
    page = StandardPage.objects.get(pk=about.pk)
    client.force_login(publisher)
    state = page.current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client.post(approve)
    publish_scheduled()
    assert StandardPage.objects.get(pk=about.pk).lead == "Alt."

    with time_machine.travel(later + dt.timedelta(minutes=1), tick=False):
        publish_scheduled()

    assert StandardPage.objects.get(pk=about.pk).lead == "Ab heute Abend."
