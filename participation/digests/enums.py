"""How often, and about what, people are told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """Of an administration's mailbox and its members."""

    DAILY = "daily", _("täglich (an Werktagen)")
    WEEKLY = "weekly", _("wöchentlich")
    NEVER = "never", _("nie")


class FollowedKind(models.TextChoices):
    """What can be followed."""

    TOPIC = "topic", _("Beteiligungsthema")
    MEASURE = "measure", _("Maßnahme oder Pilotprojekt")
    FIELD = "field", _("Handlungsfeld")
    DISTRICT = "district", _("Bezirk")
    SEARCH = "search", _("Suche")


class NewsFrequency(models.TextChoices):
    """Of whoever follows something."""

    INSTANT = "instant", _("sofort (höchstens alle zehn Minuten)")
    DAILY = "daily", _("täglich")
    WEEKLY = "weekly", _("wöchentlich")
    NEVER = "never", _("nie")


class RunKind(models.TextChoices):
    """Two kinds of runs for administrations, three for followers."""

    DAILY = "daily", _("Verwaltungen, täglich")
    WEEKLY = "weekly", _("Verwaltungen, wöchentlich")
    NEWS_INSTANT = "news_instant", _("Folgende, sofort")
    NEWS_DAILY = "news_daily", _("Folgende, täglich")
    NEWS_WEEKLY = "news_weekly", _("Folgende, wöchentlich")

    @property
    def news_frequency(self) -> str:
        """Which followers' frequency it serves; "" for runs to administrations."""
        prefix, _sign, frequency = self.value.partition("_")
        return frequency if prefix == "news" else ""


class ItemKind(models.TextChoices):
    """What is told once per recipient."""

    COMMENT = "comment", _("neuer Beitrag")
    CASE_NEW = "case_new", _("neuer Vorgang")
    CASE_DUE_SOON = "case_due_soon", _("Frist läuft bald ab")
    CASE_OVERDUE = "case_overdue", _("überfällig")
    RELEASE = "release", _("wartet auf Freigabe")
    ASKED = "asked", _("andere fragen uns")
    REPLIED = "replied", _("Stellungnahme ist da")
    MEASURE_STALE = "measure_stale", _("Maßnahme lange nicht aktualisiert")
    OUTCOME_LATE = "outcome_late", _("Ergebnis einer Beteiligung fehlt")
    TEAM_ASKED = "team_asked", _("Anfrage zur Zusammenarbeit an einer Maßnahme")
    TEAM_ANSWERED = "team_answered", _("Antwort auf eine Anfrage zur Zusammenarbeit")
    # To followers.
    REPLY = "reply", _("Antworten auf meine Beiträge")
    TOPIC_COMMENT = "topic_comment", _("neue Beiträge zu Themen, denen ich folge")
    TOPIC_ANSWER = "topic_answer", _("Antworten der Verwaltung zu Themen, denen ich folge")
    EFFECT = "effect", _("was aus Beiträgen wird")
    NEW_TOPIC = "new_topic", _("neue Beteiligungsthemen, wo ich folge")
    MEASURE_NEWS = "measure_news", _("Maßnahmen und Pilotprojekte, denen ich folge")
    SEARCH_HIT = "search_hit", _("neue Treffer meiner Suchen")


# Told once for each day since which, or until which, it is so.
DATED_KINDS = frozenset(
    {
        ItemKind.CASE_DUE_SOON,
        ItemKind.CASE_OVERDUE,
        ItemKind.MEASURE_STALE,
        ItemKind.OUTCOME_LATE,
    }
)
NEWS_KINDS = (
    ItemKind.REPLY,
    ItemKind.TOPIC_COMMENT,
    ItemKind.TOPIC_ANSWER,
    ItemKind.EFFECT,
    ItemKind.NEW_TOPIC,
    ItemKind.MEASURE_NEWS,
    ItemKind.SEARCH_HIT,
)


class NewsKind(models.TextChoices):
    """What happened that followers may want to hear of."""

    COMMENT = "comment", _("Beitrag")
    ANSWER = "answer", _("Antwort")
    EFFECT = "effect", _("Wirkung")
    TOPIC = "topic", _("neues Thema")
    CHANGE = "change", _("Änderung einer Maßnahme")
    STEP = "step", _("Schritt einer Maßnahme")
    HIT = "hit", _("Treffer einer Suche")


class StepKind(models.TextChoices):
    """What else a measure says of how it goes, beyond the facts whose changes have their record."""

    PLANNED = "planned", _("Neuer Meilenstein")
    REACHED = "reached", _("Meilenstein erreicht")
    UPDATE = "update", _("Zwischenstand")
    FINDING = "finding", _("Erkenntnis")
