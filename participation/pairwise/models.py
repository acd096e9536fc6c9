"""Two things at a time: what is compared, what each person preferred, and the ranking of it."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import (
    Orderable,
)

from ..models import Comment, Topic, TopicActivity
from .enums import Preference
from .limits import MAX_ITEMS, MAX_PAIRS, MIN_ITEMS, PAIRS
from .schedule import Pair, schedule

ITEM_LENGTH = 200


def fresh_seed() -> str:
    return secrets.token_hex(16)


class Comparison(TopicActivity):
    """A question answered by comparing two items at a time; part of a topic.

    Once somebody has answered, the database refuses to change an item.
    """

    topic = models.ForeignKey(
        Topic,
        verbose_name=_("Thema"),
        on_delete=models.PROTECT,
        related_name="comparisons",
        help_text=_("Der Paarvergleich steht auf der Seite dieses Themas."),
    )
    title = models.CharField(
        _("Frage"),
        max_length=120,
        help_text=_("Sie steht über jedem Paar, zum Beispiel: Was soll zuerst kommen?"),
    )
    pairs_per_person = models.PositiveSmallIntegerField(
        _("Paare je Person"),
        default=PAIRS,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PAIRS)],
        help_text=_(
            "Wie viele Paare eine Person höchstens sieht. Zwölf dauern etwa zwei Minuten. Aufhören "
            "kann man jederzeit."
        ),
    )
    # Whoever knows it knows which pairs a person was asked: it is never shown.
    seed = models.CharField(max_length=32, default=fresh_seed, editable=False)

    class Meta(TopicActivity.Meta):
        verbose_name = _("Paarvergleich")
        verbose_name_plural = _("Paarvergleiche")

    def __str__(self) -> str:
        return self.title or str(_("Neuer Paarvergleich"))

    @property
    def url(self) -> str:
        return reverse("pairwise:comparison", args=[self.topic.slug, self.pk]) if self.pk else ""

    def pairs_asked(self) -> int:
        """How many pairs a person is asked, as long as every item can be read."""
        items = len(self.items.all())
        return min(self.pairs_per_person, items * (items - 1) // 2)

    def pairs_for(self, person: models.Model) -> list[Pair]:
        """The pairs that this person is asked, in order, the item that stands first first.

        Without pairs of which one item can't be read any more; others move up.
        """
        items = {item.pk: item.is_public for item in self.items.all()}
        order = schedule(f"{self.seed} {person.pk}", list(items))
        readable = [pair for pair in order if items[pair[0]] and items[pair[1]]]
        return readable[: self.pairs_per_person]

    def fingerprint(self) -> str:
        """Changes with every word that is compared: nobody prefers what they did not read."""
        words = [self.title, *([item.pk, item.text] for item in self.items.all())]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:32]

    def obstacles(self) -> list[str]:
        """Why this can't become public; approving asks, because drafts may be unfinished."""
        items = list(self.items.all())
        words = [item.text for item in items]
        found = []
        if not MIN_ITEMS <= len(items) <= MAX_ITEMS:
            found.append(
                str(_("Ein Paarvergleich hat %(least)s bis %(most)s Vorschläge."))
                % {"least": MIN_ITEMS, "most": MAX_ITEMS}
            )
        if len(set(words)) < len(words):
            found.append(str(_("Zwei Vorschläge lauten gleich.")))
        if not all(item.is_public for item in items):
            found.append(
                str(_("Ein Vorschlag stammt aus einem Beitrag, der nicht öffentlich ist."))
            )
        return found

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "pairwise/comparison.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {"comparison": self, "topic": self.topic, "items": list(self.items.all())}


class ComparisonItem(Orderable):
    """One of the things compared: in the editor's words, or in those of a contribution."""

    comparison = ParentalKey(Comparison, on_delete=models.CASCADE, related_name="items")
    text = models.CharField(
        _("Vorschlag"),
        max_length=ITEM_LENGTH,
        blank=True,
        help_text=_("Kurz und für sich verständlich. Leer: die ersten Worte des Beitrags."),
    )
    comment = models.ForeignKey(
        Comment,
        verbose_name=_("aus Beitrag Nummer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Die Zahl aus der Adresse des Beitrags: /beitraege/…/"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Vorschlag")
        verbose_name_plural = _("Vorschläge")
        default_permissions = ()
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.words

    @property
    def is_public(self) -> bool:
        """Whether it may be read: a contribution that was hidden or taken back may not."""
        return self.comment is None or self.comment.is_published

    @property
    def words(self) -> str:
        return self.text if self.is_public else str(_("(Der Beitrag ist nicht mehr öffentlich.)"))

    def clean(self) -> None:
        if not self.text and self.comment is None:
            raise ValidationError({"text": _("Schreiben Sie einen Vorschlag.")})
        if self.comment is not None and not (
            self.comment.is_published and self.comment.reply_to_id is None
        ):
            raise ValidationError({"comment": _("Dieser Beitrag ist nicht öffentlich.")})
        if not self.text:
            self.text = Truncator(" ".join(self.comment.text.split())).chars(ITEM_LENGTH)


class ComparisonSheet(models.Model):
    """All that one person answered. Secret like a vote: no view tells whose sheet it is."""

    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="sheets")
    # Emptied when the account goes: the answers still count and can't be traced any more.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="comparison_sheets",
    )
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Bogen eines Paarvergleichs")
        verbose_name_plural = _("Bögen von Paarvergleichen")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "person"], name="one_sheet_per_person_and_comparison"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PairAnswer(models.Model):
    """What a sheet says about one pair. The item with the lower number is the first."""

    sheet = models.ForeignKey(ComparisonSheet, on_delete=models.CASCADE, related_name="answers")
    first = models.ForeignKey(ComparisonItem, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(ComparisonItem, on_delete=models.PROTECT, related_name="+")
    preference = models.CharField(max_length=9, choices=Preference.choices)

    class Meta:
        verbose_name = _("Antwort zu einem Paar")
        verbose_name_plural = _("Antworten zu Paaren")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "first", "second"], name="one_answer_per_sheet_and_pair"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="pair_is_kept_one_way_round"
            ),
            models.CheckConstraint(
                condition=Q(preference__in=Preference.values), name="preference_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Ranking(models.Model):
    """The newest computation for one comparison; frozen when voting ended. Knows no person.

    Not the result of the vote: that is the `ResultSnapshot`, from whose counts it follows.
    """

    comparison = models.OneToOneField(
        Comparison, on_delete=models.CASCADE, related_name="ranking", primary_key=True
    )
    method = models.PositiveSmallIntegerField(_("Fassung der Methode"))
    people_count = models.PositiveIntegerField(_("Menschen"))
    digest = models.CharField(_("Prüfsumme"), max_length=64)
    made_at = models.DateTimeField(_("berechnet"))
    # The newest answer that was in it; later ones are waited for until there are enough.
    newest_answer_at = models.DateTimeField(null=True)
    # The end of voting that it is the last word on; empty while voting goes on.
    ended_at = models.DateTimeField(_("Ende der Abstimmung"), null=True)

    class Meta:
        verbose_name = _("Rangfolge")
        verbose_name_plural = _("Rangfolgen")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comparison_id}: {self.digest[:12]}"

    @property
    def is_frozen(self) -> bool:
        return self.ended_at is not None


class RankedItem(models.Model):
    """How an item came out. Chances are in ten-thousandths; places may be shared.

    Without numbers where fewer people compared it than may be published.
    """

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="ranked")
    item = models.ForeignKey(ComparisonItem, on_delete=models.CASCADE, related_name="+")
    chance = models.PositiveSmallIntegerField(null=True)
    low = models.PositiveSmallIntegerField(null=True)
    high = models.PositiveSmallIntegerField(null=True)
    best_place = models.PositiveSmallIntegerField(null=True)
    worst_place = models.PositiveSmallIntegerField(null=True)

    class Meta:
        default_permissions = ()
        ordering = [F("chance").desc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "item"], name="item_ranked_once"),
            models.CheckConstraint(
                condition=Q(chance=None, low=None, high=None, best_place=None, worst_place=None)
                | Q(
                    low__lte=F("chance"),
                    chance__lte=F("high"),
                    best_place__lte=F("worst_place"),
                ),
                name="chance_lies_in_its_interval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ranking_id}/{self.item_id}"
