"""Who may be asked, who decides about asking, and who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from ..models import Comment, PassageVote, PointAllocation, PollSheet, Topic, Vote

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


def may_decide_to_ask(user: User | AnonymousUser) -> bool:
    """Whoever may publish topics: asking people about themselves is not an editor's draft."""
    return user.is_authenticated and user.has_perm("participation.publish_topic")


def took_part(user: User, topic: Topic) -> bool:
    """Whether the person said something at the topic, in whichever way."""
    return (
        Comment.objects.on(topic).filter(author=user).exists()
        or Vote.objects.filter(topic=topic, voter=user).exists()
        or PollSheet.objects.filter(poll__topic=topic, person=user).exists()
        or PointAllocation.objects.filter(topic=topic, person=user).exists()
        or PassageVote.objects.filter(passage__topic=topic, voter=user).exists()
    )


def number_who_took_part(topic: Topic) -> int:
    """How many accounts said something, in whichever way; deleted ones are not known any more."""
    people = Comment.objects.on(topic).exclude(author=None).order_by().values_list("author")
    others = (
        Vote.objects.filter(topic=topic).exclude(voter=None).values_list("voter"),
        PollSheet.objects.filter(poll__topic=topic).exclude(person=None).values_list("person"),
        PointAllocation.objects.filter(topic=topic).exclude(person=None).values_list("person"),
        PassageVote.objects.filter(passage__topic=topic).exclude(voter=None).values_list("voter"),
    )
    return people.union(*(one.order_by() for one in others)).count()
