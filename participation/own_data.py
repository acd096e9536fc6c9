"""What participation shows, hands out and forgets of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gdb_portal.accounts.account_sections import AccountSection, register_account_section
from gdb_portal.accounts.enums import Farewell
from gdb_portal.accounts.personal_data import register_personal_data

from .enums import CommentStatus
from .models import Comment, GuestDraft, PassageVote, PointAllocation, PollSheet, PollText, Vote
from .services.comment import withdraw_comment

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

SHOWN = 50


def own_comments(user: User) -> dict[str, Any] | None:
    """The person's contributions with their true state, newest first."""
    comments = (
        Comment.objects.by(user)
        .for_list()
        .select_related("case__answer")
        .prefetch_related("decisions")
        .order_by("-submitted_at", "-id")
    )
    return {"comments": list(comments[:SHOWN]), "count": Comment.objects.by(user).count()}


def export_comments(user: User) -> list[dict[str, Any]]:
    return [
        {
            str(_("Thema")): comment.topic.title,
            str(_("Beitrag")): comment.text,
            str(_("Art des Beitrags")): comment.get_kind_display(),
            str(_("Haltung")): comment.get_stance_display(),
            str(_("Frühere Fassungen")): [old.text for old in comment.revisions.all()],
            str(_("Status")): comment.get_status_display(),
            str(_("Bittet um Antwort")): comment.wants_answer,
            str(_("Eingereicht")): comment.submitted_at,
            str(_("Geändert")): comment.edited_at,
            str(_("Veröffentlicht")): comment.published_at,
        }
        for comment in Comment.objects.by(user)
        .for_list()
        .prefetch_related("revisions")
        .order_by("submitted_at", "id")
    ]


def export_votes(user: User) -> list[dict[str, Any]]:
    return [
        {
            str(_("Thema")): vote.topic.title,
            str(_("Zum Beitrag Nummer")): vote.comment_id,
            str(_("Stimme")): vote.get_value_display(),
            str(_("Abgegeben")): vote.voted_at,
        }
        for vote in Vote.objects.by(user).select_related("topic").order_by("voted_at", "id")
    ]


def export_passage_votes(user: User) -> list[dict[str, Any]]:
    votes = PassageVote.objects.filter(voter=user).order_by("voted_at", "id")
    return [
        {
            str(_("Thema")): vote.passage.topic.title,
            str(_("Absatz")): vote.passage.anchor.quote,
            str(_("Stimme")): vote.get_value_display(),
            str(_("Abgegeben")): vote.voted_at,
        }
        for vote in votes.select_related("passage__topic", "passage__anchor")
    ]


def export_points(user: User) -> list[dict[str, Any]]:
    return [
        {
            str(_("Thema")): given.topic.title,
            str(_("Zum Beitrag Nummer")): given.comment_id,
            str(_("Punkte")): given.points,
        }
        for given in PointAllocation.objects.filter(person=user)
        .select_related("topic")
        .order_by("id")
    ]


def export_polls(user: User) -> list[dict[str, Any]]:
    sheets = PollSheet.objects.filter(person=user).select_related("poll__topic").order_by("id")
    return [
        {
            str(_("Thema")): sheet.poll.topic.title,
            str(_("Umfrage")): sheet.poll.title,
            str(_("Antworten")): _answers_of(sheet),
            str(_("Abgegeben")): sheet.answered_at,
        }
        for sheet in sheets.prefetch_related("poll__questions", "choices", "texts")
    ]


def _answers_of(sheet: PollSheet) -> dict[str, list[str]]:
    questions = {question.pk: question for question in sheet.poll.questions.all()}
    found: dict[str, list[str]] = {}
    for choice in sorted(sheet.choices.all(), key=lambda choice: choice.option):
        question = questions[choice.question_id]
        words = dict(question.choices)[choice.option]
        found.setdefault(question.text, []).append(words)
    for text in sheet.texts.all():
        found[questions[text.question_id].text] = [text.text]
    return found


def forget_poll_texts(user: User, farewell: Farewell) -> None:
    """Chosen options still count and lose their person; own words go with the account."""
    PollText.objects.filter(sheet__person=user).delete()


def forget_comments(user: User, farewell: Farewell) -> None:
    """Withdraw what the person wants withdrawn, and whatever nobody has seen yet."""
    for comment in Comment.objects.by(user).select_related("topic"):
        waiting = comment.status == CommentStatus.PENDING
        public = comment.status == CommentStatus.PUBLISHED
        if waiting or (public and farewell == Farewell.WITHDRAW):
            withdraw_comment(comment, by=None)


def export_guest_drafts(user: User) -> list[dict[str, Any]]:
    return [
        {
            str(_("Thema")): draft.topic.title,
            str(_("Beitrag")): draft.text,
            str(_("Pseudonym")): draft.pseudonym,
            str(_("Eingereicht")): draft.asked_at,
        }
        for draft in GuestDraft.objects.waiting()
        .filter(address__iexact=user.email)
        .select_related("topic")
        .order_by("asked_at", "id")
    ]


def forget_drafts(user: User, farewell: Farewell) -> None:
    GuestDraft.objects.filter(address__iexact=user.email).delete()


def register() -> None:
    register_account_section(
        AccountSection(
            name="comments",
            title=_("Meine Beiträge"),
            template="participation/own_comments.html",
            build=own_comments,
            order=10,
        )
    )
    register_personal_data(
        "comments", title=_("Beiträge"), export=export_comments, erase=forget_comments
    )
    register_personal_data(
        "guest_drafts",
        title=_("Beiträge, die Sie noch nicht bestätigt haben"),
        export=export_guest_drafts,
        erase=forget_drafts,
    )
    register_personal_data("points", title=_("Punkte"), export=export_points)
    register_personal_data(
        "polls", title=_("Umfragen"), export=export_polls, erase=forget_poll_texts
    )
    register_personal_data(
        "passage_votes", title=_("Stimmen zu Absätzen"), export=export_passage_votes
    )
    register_personal_data("votes", title=_("Stimmen"), export=export_votes)
