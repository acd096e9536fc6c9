"""Setting priorities: a budget of points, spread over the contributions of a topic."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from gdb_portal.accounts.models import User

from ..enums import Feature
from ..exceptions import NotPublic, OverBudget
from ..models import Comment, PointAllocation, Topic
from .comment import ensure_open, forget_topic_pages
from .vote import hold_open


@transaction.atomic
def allocate_points(topic: Topic, *, by: User, points: Mapping[int, int]) -> None:
    """The person's points lie where they say (comment number to points), and nowhere else.

    All or nothing, also when the same person sends twice at once. No event: points are secret.
    Raises PhaseClosed, OverBudget, NotPublic.
    """
    hold_open(topic.pk)
    ensure_open(topic, Feature.VOTE)
    # The same person's windows wait for each other, and for nobody else's.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    given = {comment: number for comment, number in points.items() if number}
    budget = Topic.objects.values_list("points_budget", flat=True).get(pk=topic.pk)
    if any(number < 0 for number in given.values()) or sum(given.values()) > budget:
        raise OverBudget
    public = Comment.objects.on(topic).top_level().published().filter(pk__in=given)
    if public.count() != len(given):
        raise NotPublic
    PointAllocation.objects.filter(topic=topic, person=by).delete()
    PointAllocation.objects.bulk_create(
        PointAllocation(topic=topic, comment_id=comment, person=by, points=number)
        for comment, number in given.items()
    )
    forget_topic_pages(topic.pk)
