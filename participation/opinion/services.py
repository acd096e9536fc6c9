"""Making and freezing opinion maps. Who voted how is read here, and written nowhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Now
from django.utils import timezone

from gdb_portal.core.events import record_event

from ..enums import PHASE_FEATURES, Feature
from ..models import Comment, Topic, Vote
from ..models.vote import VoteQuerySet
from ..services.comment import forget_topic_pages
from .limits import METHOD, MIN_CELL
from .models import ContributionFinding, OpinionCell, OpinionMap

if TYPE_CHECKING:
    from .computing import Computed

VOTING_KINDS = frozenset(kind for kind, can in PHASE_FEATURES.items() if Feature.VOTE in can)


def map_due_topics() -> int:
    """Make the map of every topic for which enough happened, or whose voting ended.

    Returns how many were made. Two of these at once do no harm: the last one to write wins, and
    both say the same.
    """
    during = Q(phases__kind__in=VOTING_KINDS)
    topics = (
        Topic.objects.public()
        .annotate(begins=Min("phases__starts_at", filter=during))
        .annotate(ends=Max("phases__ends_at", filter=during))
        .filter(begins__lte=Now())
        .annotate(now=Now())
        .select_related("opinion_map")
    )
    made = 0
    for topic in topics:
        is_over = topic.ends <= topic.now
        known = getattr(topic, "opinion_map", None)
        if _is_final(known, topic.ends) if is_over else not _is_due(topic, known):
            continue
        map_topic(topic, ended_at=topic.ends if is_over else None)
        made += 1
    return made


def map_topic(topic: Topic, *, ended_at: dt.datetime | None = None) -> OpinionMap:
    """The topic's map says what its votes say now; with `ended_at` it is the last word on them.

    Its contributions can be sorted by it. A map that became final in the meantime stays.
    """
    from .computing import compute, read_ballots  # noqa: PLC0415  slow: only for a map that is due

    if ended_at is not None:
        _let_votes_finish(topic)
    votes = countable_votes(topic)
    newest = votes.aggregate(newest=Max("voted_at"))["newest"]
    computed = compute(read_ballots(votes))
    return _keep(topic, computed, newest, ended_at)


def countable_votes(topic: Topic) -> VoteQuerySet:
    """Votes on public contributions, cast by accounts that still exist; replies are left out."""
    return Vote.objects.filter(
        topic=topic,
        voter__isnull=False,
        comment__in=Comment.objects.on(topic).top_level().published(),
    )


def _is_final(known: OpinionMap | None, ends: dt.datetime) -> bool:
    return known is not None and known.ended_at == ends


def _is_due(topic: Topic, known: OpinionMap | None) -> bool:
    """Not before enough different people voted again: one vote alone could be read from two maps.

    Topics that hide their counts have no map before the end.
    """
    if topic.hides_counts:
        return False
    votes = countable_votes(topic)
    if known is not None and not known.is_frozen:
        pause = dt.timedelta(minutes=settings.GDB_OPINION_MINUTES)
        if timezone.now() < known.made_at + pause:
            return False
        if known.newest_vote_at is not None:
            votes = votes.filter(voted_at__gt=known.newest_vote_at)
    people = votes.aggregate(people=Count("voter", distinct=True))["people"]
    return people >= MIN_CELL


@transaction.atomic
def _let_votes_finish(topic: Topic) -> None:
    """Whoever voted in time holds the topic until the vote is written."""
    Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)


@transaction.atomic
def _keep(
    topic: Topic,
    computed: Computed,
    newest: dt.datetime | None,
    ended_at: dt.datetime | None,
) -> OpinionMap:
    # One writer at a time; voters do not wait for it.
    Topic.objects.select_for_update(of=("self",), no_key=True).get(pk=topic.pk)
    known = OpinionMap.objects.filter(topic=topic).first()
    if known is not None and ended_at is not None and known.ended_at == ended_at:
        return known
    before = known.state if known else ""
    grouping = computed.grouping
    opinion_map = OpinionMap(
        topic=topic,
        state=computed.state,
        method=METHOD,
        people_count=computed.people,
        contribution_count=computed.contributions,
        stability=computed.stability,
        made_at=timezone.now(),
        newest_vote_at=newest,
        ended_at=ended_at,
    )
    if grouping is not None:
        opinion_map.contributions = grouping.contributions.tolist()
        opinion_map.group_sizes = [group.people for group in grouping.groups]
        opinion_map.silhouette = grouping.silhouette
        opinion_map.spread = grouping.spread
        opinion_map.spread_by_chance = grouping.spread_by_chance
        opinion_map.digest = grouping.digest
        opinion_map.outlines = computed.outlines
    opinion_map.save()
    _keep_cells(opinion_map, computed)
    _keep_findings(opinion_map, computed)
    if ended_at is not None:
        record_event("topic.opinion_frozen", on=topic, by=None, state=str(computed.state))
    elif computed.state != before:
        record_event("topic.opinion_mapped", on=topic, by=None, state=str(computed.state))
    forget_topic_pages(topic.pk)
    return opinion_map


def _keep_cells(opinion_map: OpinionMap, computed: Computed) -> None:
    opinion_map.cells.all().delete()
    if computed.cells is None or computed.grouping is None:
        return
    cells = computed.cells
    OpinionCell.objects.bulk_create(
        OpinionCell(
            opinion_map=opinion_map,
            number=number + 1,
            people=int(cells.people[number]),
            group=int(computed.grouping.labels[number]),
            x=x,
            y=y,
            agree=cells.agree[number].tolist(),
            disagree=cells.disagree[number].tolist(),
        )
        for number, (x, y) in enumerate(computed.places)
    )


def _keep_findings(opinion_map: OpinionMap, computed: Computed) -> None:
    opinion_map.findings.all().delete()
    ContributionFinding.objects.bulk_create(
        ContributionFinding(
            opinion_map=opinion_map,
            comment_id=finding.contribution,
            agree=finding.agree,
            votes=finding.votes,
            bridging=finding.bridging,
            dividing=finding.dividing,
            is_common=finding.is_common,
            is_dividing=finding.is_dividing,
            typical_group=finding.typical.group if finding.typical else None,
            typical_agrees=finding.typical.agrees if finding.typical else True,
            typical_ratio=finding.typical.ratio if finding.typical else 0,
        )
        for finding in computed.findings
    )
    _sort_contributions(opinion_map.topic, {f.contribution: f.bridging for f in computed.findings})


def _sort_contributions(topic: Topic, bridging: dict[int, int]) -> None:
    """Write the place of each contribution in the order "bridging" where it changed."""
    rows = Comment.objects.on(topic).filter(Q(pk__in=bridging) | Q(bridging__gt=0))
    # In one order for everybody who locks contributions, so that nobody waits in a circle.
    changed = []
    for comment in rows.order_by("pk").select_for_update(of=("self",), no_key=True):
        place = bridging.get(comment.pk, 0)
        if comment.bridging != place:
            comment.bridging = place
            changed.append(comment)
    Comment.objects.bulk_update(changed, ["bridging"], batch_size=200)
