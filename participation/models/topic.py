"""A question to the city, attached to a page of the strategy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Page,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from ..enums import (
    INFLUENCE_PROMISES,
    OPEN_KINDS,
    PHASE_FEATURES,
    GuestPolicy,
    InfluenceLevel,
    ModerationMode,
    PhaseKind,
)


def overlap(spans: Iterable[tuple[dt.datetime, dt.datetime]]) -> bool:
    """Whether two of the half-open spans [start, end) share a moment."""
    ordered = sorted(spans)
    return any(before[1] > after[0] for before, after in pairwise(ordered))


class TopicQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(live=True)

    def on_page(self, page: Page) -> Self:
        """The topics of a page in whatever language it is read: all share one discussion."""
        return self.filter(page__translation_key=page.translation_key)

    def open_for(self, feature: str) -> Self:
        """Topics in whose present phase, by the database's clock, people may do `feature`."""
        kinds = [kind for kind, features in PHASE_FEATURES.items() if feature in features]
        running = TopicPhase.objects.running().filter(topic=models.OuterRef("pk"), kind__in=kinds)
        return self.filter(models.Exists(running))

    def with_dates(self) -> Self:
        """`taking_part_ends_at`: the end of the last phase in which people may do something;
        `outcome_due_on`: the promised day, or four weeks after that end where none was promised.
        """
        # A subquery, since an aggregate could not be compared with in other querysets.
        phases = TopicPhase.objects.filter(topic=models.OuterRef("pk"), kind__in=OPEN_KINDS)
        last = models.Subquery(phases.order_by("-ends_at").values("ends_at")[:1])
        grace = dt.timedelta(days=settings.GDB_OUTCOME_DAYS)
        return self.annotate(taking_part_ends_at=last).annotate(
            outcome_due_on=Coalesce(
                "answer_until",
                TruncDate(
                    models.ExpressionWrapper(
                        models.F("taking_part_ends_at") + grace, models.DateTimeField()
                    )
                ),
            )
        )

    def without_outcome(self, today: dt.date) -> Self:
        """Public topics that are over and whose outcome was due before `today`."""
        return (
            self.public()
            .with_dates()
            .filter(taking_part_ends_at__lte=Now(), outcome_due_on__lt=today, outcome=None)
            .order_by("outcome_due_on", "pk")
        )

    def for_list(self) -> Self:
        return self.select_related("tally", "administration").prefetch_related(
            "phases", "administration__names"
        )


class Topic(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """What people are asked. It says beforehand what is open, what is not, and who answers."""

    page = models.ForeignKey(
        Page,
        verbose_name=_("gehört zu"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Die deutsche Seite, auf der die Beteiligung erscheint."),
    )
    title = models.CharField(
        _("Frage"),
        max_length=160,
        help_text=_("Eine Frage in einem Satz, so wie Sie sie am Telefon stellen würden."),
    )
    slug = models.SlugField(
        _("Adresse"), max_length=80, unique=True, help_text=_("Teil der Adresse: /beteiligung/…/")
    )
    introduction = models.TextField(
        _("Worum es geht"), help_text=_("Zwei bis fünf Sätze. Leerzeilen trennen Absätze.")
    )
    influence = models.CharField(
        _("Grad der Mitwirkung"),
        max_length=11,
        choices=InfluenceLevel.choices,
        help_text=_("Wie viel können Menschen bewirken? Das steht auf der Seite des Themas."),
    )
    open_to_influence = models.TextField(
        _("Was offen ist"), help_text=_("Was können Beiträge noch ändern?")
    )
    not_open = models.TextField(
        _("Was nicht offen ist"), help_text=_("Was steht schon fest, und warum?")
    )
    administration = models.ForeignKey(
        "strategy.Administration",
        verbose_name=_("zuständige Verwaltung"),
        on_delete=models.PROTECT,
        related_name="topics",
        help_text=_("Sie antwortet auf Beiträge und bekommt die Sammelmail."),
    )
    answer_until = models.DateField(
        _("Auswertung bis"),
        null=True,
        help_text=_("Bis wann sagt die Verwaltung öffentlich, was aus den Beiträgen wird?"),
    )
    answer_working_days = models.PositiveSmallIntegerField(
        _("Frist für Antworten"),
        default=20,
        help_text=_("In Berliner Werktagen, gerechnet ab Veröffentlichung des Beitrags."),
    )
    has_second_reader = models.BooleanField(
        _("Antworten prüft eine zweite Person"),
        default=False,
        help_text=_("Wer die Antwort entworfen hat, kann sie dann nicht selbst veröffentlichen."),
    )
    points_budget = models.PositiveSmallIntegerField(
        _("Punkte je Person"),
        default=0,
        help_text=_(
            "Wie viele Punkte verteilt jede Person auf die Beiträge, um zu zeigen, was ihr "
            "wichtig ist? 0 heißt: keine."
        ),
    )
    hides_counts = models.BooleanField(
        _("Stimmen erst am Ende zeigen"),
        default=False,
        help_text=_(
            "Bis zum Ende der letzten offenen Phase sieht niemand, wie viele zustimmen: weder auf "
            "Seiten noch in Tabellen noch in Mails."
        ),
    )
    moderation_mode = models.CharField(
        _("Moderation"), max_length=4, choices=ModerationMode.choices, default=ModerationMode.PRE
    )
    guest_policy = models.CharField(
        _("Wer Beiträge schreiben kann"),
        max_length=8,
        choices=GuestPolicy.choices,
        default=GuestPolicy.ACCOUNTS,
        help_text=_(
            "Gäste bestätigen jeden Beitrag über einen Link in einer Mail. Sie können nicht "
            "abstimmen und nicht auf andere antworten. Ihre Beiträge sind mit „ohne Konto“ "
            "gekennzeichnet und werden geprüft wie alle."
        ),
    )
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="topic")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="topic",
        for_concrete_model=False,
    )

    objects = TopicQuerySet.as_manager()

    # What the public page shows is built above the models; `AppConfig.ready()` names the builder.
    preview_builder: ClassVar[Callable[[Topic], dict[str, Any]]]

    class Meta:
        verbose_name = _("Beteiligungsthema")
        verbose_name_plural = _("Beteiligungsthemen")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.title or str(_("Neues Thema"))

    @property
    def revisions(self) -> models.Manager:
        return self._revisions

    @property
    def url(self) -> str:
        """Empty while a draft has no address yet."""
        return reverse("participation:topic", args=[self.slug]) if self.slug else ""

    get_absolute_url = url.fget

    @property
    def full_url(self) -> str:
        return settings.BASE_URL + self.url

    def present_phase(self, now: dt.datetime | None = None) -> TopicPhase | None:
        """The running phase by this process's clock: for showing, never for deciding."""
        now = now or timezone.now()
        return next((p for p in self.phases.all() if p.starts_at <= now < p.ends_at), None)

    def next_boundary(self, now: dt.datetime | None = None) -> dt.datetime | None:
        """When the page changes by itself: the next begin or end of a phase."""
        now = now or timezone.now()
        moments = {m for p in self.phases.all() for m in (p.starts_at, p.ends_at)}
        return min((m for m in moments if m > now), default=None)

    @property
    def influence_promise(self) -> Any:
        return INFLUENCE_PROMISES.get(self.influence, "")

    def taking_part_end(self) -> dt.datetime | None:
        """When the last phase ends in which people may do something."""
        return max((p.ends_at for p in self.phases.all() if p.features), default=None)

    def is_over(self, now: dt.datetime | None = None) -> bool:
        """Whether taking part has ended for good, by this process's clock: for showing."""
        end = self.taking_part_end()
        return end is not None and end <= (now or timezone.now())

    def shows_counts(self, now: dt.datetime | None = None) -> bool:
        """Whether votes may be shown; everything that prints one asks this."""
        return not self.hides_counts or self.is_over(now)

    def outcome_due(self) -> dt.date | None:
        """The day until which the outcome is owed, as the queryset's `outcome_due_on`."""
        if self.answer_until:
            return self.answer_until
        end = self.taking_part_end()
        grace = dt.timedelta(days=settings.GDB_OUTCOME_DAYS)
        return timezone.localdate(end + grace) if end else None

    @property
    def takes_guests(self) -> bool:
        """Whether people without an account may write contributions, while people may comment."""
        return self.guest_policy == GuestPolicy.GUESTS

    def obstacles(self) -> list[str]:
        """Why this can't become public; approving asks, because drafts may be unfinished."""
        phases = list(self.phases.all())
        found = []
        if not (self.influence and self.open_to_influence and self.not_open and self.answer_until):
            found.append(
                str(
                    _(
                        "Es fehlt noch, was versprochen wird: Grad der Mitwirkung, was offen ist, "
                        "was nicht, und bis wann ausgewertet wird."
                    )
                )
            )
        if not phases:
            found.append(str(_("Es gibt noch keine Phase.")))
        if overlap((phase.starts_at, phase.ends_at) for phase in phases):
            found.append(str(_("Zwei Phasen überschneiden sich.")))
        return found

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "participation/topic.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return self.preview_builder(self)


class TopicPhaseQuerySet(models.QuerySet):
    def running(self) -> Self:
        return self.filter(starts_at__lte=Now(), ends_at__gt=Now())


class TopicPhase(models.Model):
    """A half-open span of time [starts_at, ends_at) in which a topic allows certain things."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("Phase"), max_length=8, choices=PhaseKind.choices)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))

    objects = TopicPhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Phase")
        verbose_name_plural = _("Phasen")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="phase_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.starts_at:%d.%m.%Y} – {self.ends_at:%d.%m.%Y})"

    @property
    def features(self) -> frozenset[str]:
        return PHASE_FEATURES.get(self.kind, frozenset())

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("Das Ende muss nach dem Beginn liegen.")})
