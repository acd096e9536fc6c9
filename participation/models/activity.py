"""What a topic asks people to do besides speaking and voting: the part that its kinds share."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from ..enums import PHASE_FEATURES, Feature, PhaseKind
from .topic import Topic, TopicPhase


class TopicActivityQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(live=True, topic__live=True)

    def on(self, topic: Topic) -> Self:
        return self.filter(topic=topic)

    def open_now(self) -> Self:
        """Public ones that take answers in the present phase, by the database's clock."""
        kinds = [kind for kind, can in PHASE_FEATURES.items() if Feature.VOTE in can]
        running = TopicPhase.objects.running().filter(
            topic=models.OuterRef("topic"), kind__in=kinds
        )
        return self.public().filter(
            (Q(phase_kind="") & Q(models.Exists(running)))
            | Q(models.Exists(running.filter(kind=models.OuterRef("phase_kind"))))
        )

    def held(self, pk: int) -> Any:
        """The row as it is, which no editor can change until the transaction ends."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR SHARE", [pk])  # noqa: S608
        return self.get(pk=pk)


class TopicActivity(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """Drafted, approved and published like a topic, open in its phases, on its page.

    Each kind has a `topic`, a `title`, a `url`, and says in `obstacles()` why it can't be public.
    """

    introduction = models.TextField(
        _("Einleitung"),
        blank=True,
        help_text=_("Ein bis drei Sätze: Wozu fragen wir? Leerzeilen trennen Absätze."),
    )
    phase_kind = models.CharField(
        _("Wann man antworten kann"),
        max_length=8,
        blank=True,
        choices=[
            ("", _("in jeder offenen Phase des Themas")),
            (PhaseKind.COMMENT, PhaseKind.COMMENT.label),
            (PhaseKind.VOTE, PhaseKind.VOTE.label),
        ],
    )
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="%(class)s")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(class)s",
        for_concrete_model=False,
    )

    objects = TopicActivityQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["topic", "created_at", "pk"]

    @property
    def revisions(self) -> models.Manager:
        return self._revisions

    @property
    def full_url(self) -> str:
        return settings.BASE_URL + self.url

    def get_absolute_url(self) -> str:
        return self.url

    def is_open(self) -> bool:
        """Whether it takes answers, by this process's clock: for showing, never for deciding."""
        phase = self.topic.present_phase()
        if not self.live or phase is None or Feature.VOTE not in phase.features:
            return False
        return self.phase_kind in {"", phase.kind}
