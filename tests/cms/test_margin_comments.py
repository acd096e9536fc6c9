"""Comments in the margin of a page: who is told, by which mail; to comment is not to write."""

import pytest
from django.core import mail as django_mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, CommentReply, PageSubscription
from wagtail.users.models import UserProfile

from gdb_portal.accounts.models import User
from gdb_portal.mail.enums import MailStatus
from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from gdb_portal.pages.comment_notifications import HOLD, export_comments
from gdb_portal.pages.models import StandardPage
from tests.cms.forms import edit_url, save

pytestmark = pytest.mark.django_db
HOSTILE = "Kürzer <script>alert(1)</script> & klarer"


def in_margin(page, *, new="", replies=None, settled=()) -> dict[str, str]:
    """What the browser adds to the editor's form: all open comments, and what is new about them."""
    comments = list(Comment.objects.filter(page=page, resolved_at=None).order_by("pk"))
    rows: list[tuple[str, str, bool]] = [(str(one.pk), one.text, True) for one in comments]
    if new:
        rows.append(("", new, False))
    data = {
        "comments-TOTAL_FORMS": str(len(rows)),
        "comments-INITIAL_FORMS": str(len(comments)),
    }
    for number, (pk, text, _known) in enumerate(rows):
        prefix = f"comments-{number}"
        answers = list(CommentReply.objects.filter(comment=pk).order_by("pk")) if pk else []
        texts = [(str(one.pk), one.text) for one in answers]
        if pk and replies and int(pk) in replies:
            texts.append(("", replies[int(pk)]))
        data |= {
            f"{prefix}-id": pk,
            f"{prefix}-text": text,
            f"{prefix}-contentpath": "lead",
            f"{prefix}-position": "",
            f"{prefix}-replies-TOTAL_FORMS": str(len(texts)),
            f"{prefix}-replies-INITIAL_FORMS": str(len(answers)),
        }
        if pk and int(pk) in settled:
            data[f"{prefix}-resolved"] = "on"
        for place, (reply, words) in enumerate(texts):
            data |= {
                f"{prefix}-replies-{place}-id": reply,
                f"{prefix}-replies-{place}-text": words,
            }
    return data


def say(client, person, page, *, action="", **said):
    client.force_login(person)
    subscribed = PageSubscription.objects.filter(page=page, user=person).values_list(
        "comment_notifications", flat=True
    )
    data = in_margin(page, **said)
    if any(subscribed):
        data["comment_notifications"] = "on"
    return save(client, edit_url(page), action=action, **data)


def subscribe(person, page):
    PageSubscription.objects.update_or_create(
        page=page, user=person, defaults={"comment_notifications": True}
    )


def told(person=None):
    mails = OutboxMail.objects.filter(kind="page_commented").order_by("created_at", "pk")
    return list(mails.filter(recipient=person) if person else mails)


def letter(mail):
    return compose(mail, KINDS[mail.kind])


@pytest.fixture
def draft(client, about, editor):
    """The page with words of the editor's that wait for somebody."""
    client.force_login(editor)
    save(client, edit_url(about), lead="Vom Redakteur.")
    return about


def test_a_comment_reaches_who_asked_for_them_and_not_its_author(
    client, draft, editor, other_editor, publisher
):
    for person in (editor, publisher):
        subscribe(person, draft)

    say(client, publisher, draft, new=HOSTILE)

    (mail,) = told()
    message = letter(mail)
    assert mail.recipient == editor
    assert message.subject == "1 Kommentar am Rand von „Über uns“"
    assert f"{publisher}: {HOSTILE}" in message.body
    assert edit_url(draft) in message.body
    assert "<script>" not in message.alternatives[0][0]
    assert django_mail.outbox == []


def test_a_review_of_many_comments_is_one_mail_that_waits_a_while(client, draft, editor, publisher):
    subscribe(editor, draft)

    for text in ("Erstens.", "Zweitens.", "Drittens."):
        say(client, publisher, draft, new=text)

    (mail,) = told()
    body = letter(mail).body
    assert [text in body for text in ("Erstens.", "Zweitens.", "Drittens.")] == [True] * 3
    assert mail.next_attempt_at > timezone.now() + HOLD / 2


def test_after_a_mail_went_out_the_next_one_tells_only_what_came_since(
    client, draft, editor, publisher
):
    subscribe(editor, draft)
    say(client, publisher, draft, new="Erstens.")
    OutboxMail.objects.filter(kind="page_commented").update(status=MailStatus.SENT)

    say(client, publisher, draft, new="Zweitens.")

    body = letter(told()[1]).body
    assert ("Erstens." in body, "Zweitens." in body) == (False, True)


def test_who_began_a_thread_hears_of_the_reply_and_of_its_end_without_subscribing(
    client, draft, editor, other_editor, publisher
):
    say(client, publisher, draft, new="Bitte kürzer.")
    comment = Comment.objects.get()
    say(client, other_editor, draft, new="Anderes.")
    assert told() == []

    say(client, editor, draft, replies={comment.pk: "Gemacht."}, settled={comment.pk})

    (mail,) = told()
    body = letter(mail).body
    assert mail.recipient == publisher
    assert ("Gemacht." in body, "Erledigt" in body, "Anderes." in body) == (True, True, False)


def test_to_change_the_text_of_the_page_tells_nobody(client, draft, editor, other_editor):
    subscribe(editor, draft)
    client.force_login(other_editor)

    save(client, edit_url(draft), lead="Ohne Kommentar.")

    assert told() == []


@pytest.mark.parametrize("why", ["left", "switched off", "no editor any more", "gone", "settled"])
def test_a_mail_that_nobody_wants_any_more_is_not_sent(client, draft, editor, publisher, why):
    subscribe(editor, draft)
    say(client, publisher, draft, new="Bitte kürzer.")
    (mail,) = told()
    assert letter(mail) is not None

    if why == "left":
        PageSubscription.objects.all().delete()
    elif why == "switched off":
        profile = UserProfile.get_for_user(editor)
        profile.updated_comments_notifications = False
        profile.save()
    elif why == "no editor any more":
        editor.groups.clear()
    elif why == "gone":
        Comment.objects.all().delete()
    else:
        Comment.objects.update(resolved_at=timezone.now(), resolved_by=editor)

    mail = OutboxMail.objects.get(pk=mail.pk)
    mail.recipient = User.objects.get(pk=editor.pk)
    assert letter(mail) is None


def test_who_switched_these_mails_off_gets_none(client, draft, editor, publisher):
    subscribe(editor, draft)
    profile = UserProfile.get_for_user(editor)
    profile.updated_comments_notifications = False
    profile.save()

    say(client, publisher, draft, new="Bitte kürzer.")

    assert told() == []


def test_nobody_changes_what_another_person_said(client, draft, editor, publisher):
    say(client, publisher, draft, new="Bitte kürzer.")
    comment = Comment.objects.get()
    client.force_login(editor)
    forged = in_margin(draft) | {"comments-0-text": "Sehr schön!"}

    save(client, edit_url(draft), **forged)

    comment.refresh_from_db()
    assert comment.text == "Bitte kürzer."


@pytest.mark.parametrize("role", ["citizen", "moderator", "official"])
def test_others_read_and_write_nothing_in_the_margin(client, draft, publisher, role, request):
    say(client, publisher, draft, new="Nur intern.")
    client.force_login(request.getfixturevalue(role))

    seen = client.get(edit_url(draft), follow=True)
    client.post(edit_url(draft), in_margin(draft, new="Auch etwas."))

    assert "Nur intern." not in seen.content.decode()
    assert Comment.objects.count() == 1


def test_a_reviewer_sees_the_comments_and_approves_after_commenting(
    client, draft, editor, publisher
):
    client.force_login(editor)
    save(client, edit_url(draft), action="action-submit", **in_margin(draft, new="Quelle fehlt."))
    client.force_login(publisher)
    seen = client.get(edit_url(draft)).content.decode()
    say(client, publisher, draft, new="Danke, gesehen.")

    task = StandardPage.objects.get(pk=draft.pk).current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", task.pk])
    client.post(url, {"comment": ""})

    assert "Quelle fehlt." in seen
    assert StandardPage.objects.get(pk=draft.pk).lead == "Vom Redakteur."


def test_a_publisher_who_only_commented_publishes_what_the_editor_wrote(client, draft, publisher):
    say(client, publisher, draft, new="Gut so.")

    say(client, publisher, draft, action="action-publish")

    assert StandardPage.objects.get(pk=draft.pk).lead == "Vom Redakteur."


def test_a_comment_of_another_person_makes_ones_own_words_no_others(
    client, about, editor, publisher
):
    client.force_login(publisher)
    save(client, edit_url(about), lead="Von mir.")
    say(client, editor, about, new="Aha.")
    client.force_login(editor)
    save(client, edit_url(about))

    say(client, publisher, about, action="action-publish")

    assert StandardPage.objects.get(pk=about.pk).lead == "Alt."


def test_own_comments_are_part_of_ones_own_data(client, draft, editor, publisher):
    say(client, publisher, draft, new="Bitte kürzer.")
    comment = Comment.objects.get()
    say(client, editor, draft, replies={comment.pk: "Gemacht."})

    texts = [[row["Text"] for row in export_comments(person)] for person in (publisher, editor)]

    assert texts == [["Bitte kürzer."], ["Gemacht."]]
