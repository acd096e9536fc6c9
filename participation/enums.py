"""The words of participation, and which state may follow which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ModerationMode(models.TextChoices):
    PRE = "pre", _("vor der Veröffentlichung prüfen")
    POST = "post", _("sofort veröffentlichen, danach prüfen")


class GuestPolicy(models.TextChoices):
    """Who may write contributions to a topic. Votes and replies always need an account."""

    ACCOUNTS = "accounts", _("nur mit Konto")
    GUESTS = "guests", _("auch Gäste mit E-Mail-Adresse")


class InfluenceLevel(models.TextChoices):
    """How far a topic lets people reach; each level promises more than the one before."""

    INFORM = "inform", _("Informieren")
    CONSULT = "consult", _("Anhören")
    INVOLVE = "involve", _("Einbeziehen")
    COLLABORATE = "collaborate", _("Gemeinsam erarbeiten")
    DECIDE = "decide", _("Mitentscheiden")


INFLUENCE_PROMISES: dict[str, StrOrPromise] = {
    InfluenceLevel.INFORM: _("Wir erklären, was geplant ist, und beantworten Fragen."),
    InfluenceLevel.CONSULT: _(
        "Wir lesen alle Beiträge und wägen sie ab. Die Verwaltung entscheidet und sagt, warum."
    ),
    InfluenceLevel.INVOLVE: _(
        "Ihre Beiträge verändern den Entwurf. Wir zeigen, was übernommen wurde und was nicht."
    ),
    InfluenceLevel.COLLABORATE: _(
        "Wir erarbeiten die Lösung mit Ihnen. Die Verwaltung weicht nur mit Begründung davon ab."
    ),
    InfluenceLevel.DECIDE: _("Was die Mehrheit wählt, wird umgesetzt."),
}


class PhaseKind(models.TextChoices):
    INFORM = "inform", _("Informieren")
    COMMENT = "comment", _("Mitreden")
    VOTE = "vote", _("Abstimmen")
    REVIEW = "review", _("Auswerten")
    RESULT = "result", _("Ergebnis")


class Feature(models.TextChoices):
    """What people may do while a phase lasts."""

    COMMENT = "comment", _("Beiträge schreiben")
    VOTE = "vote", _("abstimmen")


PHASE_FEATURES: dict[str, frozenset[str]] = {
    PhaseKind.INFORM: frozenset(),
    PhaseKind.COMMENT: frozenset({Feature.COMMENT, Feature.VOTE}),
    PhaseKind.VOTE: frozenset({Feature.VOTE}),
    PhaseKind.REVIEW: frozenset(),
    PhaseKind.RESULT: frozenset(),
}


# Phases in which people do something: when the last of them ends, the outcome is owed.
OPEN_KINDS = frozenset(kind for kind, features in PHASE_FEATURES.items() if features)


class Verdict(models.TextChoices):
    """What the administration decided about one point that people raised."""

    ADOPTED = "adopted", _("übernommen")
    PARTLY = "partly", _("teilweise übernommen")
    LATER = "later", _("zurückgestellt")
    REFUSED = "refused", _("nicht übernommen")


class CommentStatus(models.TextChoices):
    PENDING = "pending", _("wartet auf Freigabe")
    PUBLISHED = "published", _("veröffentlicht")
    HIDDEN = "hidden", _("ausgeblendet")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


COMMENT_TRANSITIONS: dict[str, frozenset[str]] = {
    CommentStatus.PENDING: frozenset(
        {CommentStatus.PUBLISHED, CommentStatus.HIDDEN, CommentStatus.WITHDRAWN}
    ),
    # Back to pending: a moderator takes back an approval, or the author changes the text.
    CommentStatus.PUBLISHED: frozenset(
        {CommentStatus.HIDDEN, CommentStatus.WITHDRAWN, CommentStatus.PENDING}
    ),
    CommentStatus.HIDDEN: frozenset({CommentStatus.PUBLISHED, CommentStatus.PENDING}),
    CommentStatus.WITHDRAWN: frozenset(),
}

# What stays visible as a place in the thread: its text, or a note that there was one.
SHOWN_IN_THREAD = frozenset(
    {CommentStatus.PUBLISHED, CommentStatus.HIDDEN, CommentStatus.WITHDRAWN}
)


class CommentKind(models.TextChoices):
    """What a contribution is meant as; older ones say nothing about it."""

    SUGGESTION = "suggestion", _("Vorschlag")
    QUESTION = "question", _("Frage")
    CRITICISM = "criticism", _("Kritik")
    PRAISE = "praise", _("Lob")


class Channel(models.TextChoices):
    """How a contribution came in that its author did not type into the portal."""

    PAPER = "paper", _("von Papier")
    EVENT = "event", _("von einer Veranstaltung")


class Stance(models.TextChoices):
    """How the author stands to the topic's question, if they say so."""

    FOR = "for", _("dafür")
    AGAINST = "against", _("dagegen")
    NEUTRAL = "neutral", _("unentschieden")


class AnswerState(models.TextChoices):
    """What a reader looks for: what was answered, or what still waits."""

    ANSWERED = "beantwortet", _("beantwortet")
    OPEN = "offen", _("Antwort steht aus")


class VoteValue(models.TextChoices):
    AGREE = "agree", _("Zustimmung")
    NEUTRAL = "neutral", _("Neutral")
    DISAGREE = "disagree", _("Ablehnung")


COMMENT_VOTE_VALUES = frozenset({VoteValue.AGREE, VoteValue.DISAGREE})


class QuestionKind(models.TextChoices):
    """How a question of a poll is answered."""

    SINGLE = "single", _("eine Antwort")
    MULTIPLE = "multiple", _("mehrere Antworten")
    TEXT = "text", _("freier Text")


class CommentOrder(models.TextChoices):
    """Every order that a reader can choose; the address carries the value."""

    NEWEST = "neueste", _("Neueste zuerst")
    OLDEST = "aelteste", _("Älteste zuerst")
    AGREED = "zustimmung", _("Meiste Zustimmung")
    BRIDGING = "verbindend", _("Was alle Gruppen teilen")
    DISCUSSED = "besprochen", _("Meiste Antworten")
    RANDOM = "zufall", _("Zufällig")


class HouseRule(models.TextChoices):
    """The rules of the house. Every restriction names one of them (Art. 14 and 17 DSA)."""

    RESPECT = "1", _("Respektvoll bleiben: keine Beleidigungen, Drohungen oder Herabsetzungen")
    LAW = "2", _("Keine rechtswidrigen Inhalte")
    PRIVACY = "3", _("Keine persönlichen Daten von anderen oder von Ihnen selbst")
    TOPIC = "4", _("Beim Thema bleiben")
    ADVERTISING = "5", _("Keine Werbung und kein massenhaftes Wiederholen")
    IDENTITY = "6", _("Nicht als jemand anderes auftreten, auch nicht als Amt")


class AnchorState(models.TextChoices):
    """What became of a passage in another version of the text."""

    KEPT = "kept", _("unverändert")
    MOVED = "moved", _("verschoben oder geändert")
    ORPHANED = "orphaned", _("bezieht sich auf eine frühere Fassung")
