"""Who follows what, how often they hear of it, and what happened there."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gdb_portal.mail.enums import Rhythm
from gdb_portal.mail.models import AddressSubscription
from strategy.models import District, FieldOfAction, Measure

from ...models import Topic
from ..enums import NEWS_KINDS, FollowedKind, NewsFrequency, NewsKind
from .search import SavedSearch

TARGETS = tuple(FollowedKind.values)
ONE_TARGET = Q(
    *(Q(**{f"{name}__isnull": name != chosen for name in TARGETS}) for chosen in TARGETS),
    _connector=Q.OR,
)
ONE_FOLLOWER = Q(person__isnull=True) ^ Q(opt_in__isnull=True)


class SubscriptionQuerySet(models.QuerySet):
    def of(self, person: models.Model) -> Self:
        return self.filter(person=person)

    def to(self, target: models.Model) -> Self:
        return self.filter(**{target_kind(target): target.pk})

    def with_targets(self) -> Self:
        return self.select_related(*TARGETS)

    def of_readers(self) -> Self:
        """Those of addresses without an account, the quickest rhythm first."""
        rank = Case(*(When(opt_in__rhythm=one, then=n) for n, one in enumerate(Rhythm.values)))
        return self.filter(opt_in__isnull=False).order_by(rank, "pk")


class Subscription(models.Model):
    """A person or an address follows one thing and hears what is new there from then on.

    Pages are followed as their German page: all languages tell the same.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    opt_in = models.OneToOneField(
        AddressSubscription,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="followed",
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("Thema"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    measure = models.ForeignKey(
        Measure,
        verbose_name=_("Maßnahme"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    field = models.ForeignKey(
        FieldOfAction,
        verbose_name=_("Handlungsfeld"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    district = models.ForeignKey(
        District,
        verbose_name=_("Bezirk"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    search = models.ForeignKey(
        SavedSearch,
        verbose_name=_("Suche"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    started_at = models.DateTimeField(_("seit"), default=timezone.now)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Abo")
        verbose_name_plural = _("Abos")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=ONE_TARGET, name="subscription_follows_one_thing"),
            models.CheckConstraint(condition=ONE_FOLLOWER, name="subscription_is_of_one"),
            *(
                models.UniqueConstraint(
                    fields=[name, "person"],
                    condition=Q(person__isnull=False),
                    name=f"followed_once_per_{name}",
                )
                for name in TARGETS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target.pk}"

    @property
    def kind(self) -> FollowedKind:
        return next(FollowedKind(name) for name in TARGETS if getattr(self, f"{name}_id"))

    @property
    def target(self) -> Any:
        return getattr(self, self.kind)


def target_kind(target: models.Model) -> FollowedKind:
    """What kind of thing this is. Raises KeyError for what can't be followed."""
    model = Measure if isinstance(target, Measure) else type(target)
    return {
        Topic: FollowedKind.TOPIC,
        Measure: FollowedKind.MEASURE,
        FieldOfAction: FollowedKind.FIELD,
        District: FollowedKind.DISTRICT,
        SavedSearch: FollowedKind.SEARCH,
    }[model]


class NewsPreference(models.Model):
    """How often a person hears of one kind of news; without a row, daily."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="news_preferences"
    )
    kind = models.CharField(max_length=14, choices=[(k.value, k.label) for k in NEWS_KINDS])
    frequency = models.CharField(max_length=7, choices=NewsFrequency.choices)

    class Meta:
        verbose_name = _("Einstellung der Benachrichtigung")
        verbose_name_plural = _("Einstellungen der Benachrichtigungen")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_frequency_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.frequency}"


class NewsQuerySet(models.QuerySet):
    def unspread(self) -> Self:
        return self.filter(spread_at=None)


class News(models.Model):
    """Something followers may want to hear.

    What people say is noted in the transaction in which it happens; what editors publish is found
    afterwards, because nobody noted it yet. Spreading it notes who is to be told; `spread_at` says
    that this was done.
    """

    kind = models.CharField(max_length=7, choices=NewsKind.choices)
    subject_id = models.BigIntegerField()
    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="+")
    measure = models.ForeignKey(Measure, null=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    happened_at = models.DateTimeField(default=timezone.now)
    spread_at = models.DateTimeField(null=True)

    objects = NewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("Neuigkeit für Folgende")
        verbose_name_plural = _("Neuigkeiten für Folgende")
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="news_once_per_subject")
        ]
        indexes = [models.Index(fields=["id"], condition=Q(spread_at=None), name="news_to_spread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
