"""Comparisons with items; every text is hostile."""

import factory

from participation.pairwise.models import Comparison, ComparisonItem
from participation.pairwise.services.answering import answer_pair

from .accounts import UserFactory
from .participation import HOSTILE, TopicFactory


class ComparisonFactory(factory.django.DjangoModelFactory):
    """A public comparison of four items."""

    class Meta:
        model = Comparison
        skip_postgeneration_save = True

    topic = factory.SubFactory(TopicFactory)
    title = factory.Sequence(lambda n: f"Was <b>zuerst</b>? {n}")
    introduction = HOSTILE
    seed = "0123456789abcdef"
    live = True

    @factory.post_generation
    def items(self, create, extracted, **kwargs):
        for number, text in enumerate(extracted or [f"{HOSTILE} {n}" for n in range(4)]):
            ComparisonItem.objects.create(comparison=self, sort_order=number, text=text)


def items_of(comparison):
    return list(ComparisonItem.objects.filter(comparison=comparison).order_by("pk"))


def fresh(comparison):
    return Comparison.objects.prefetch_related("items__comment").get(pk=comparison.pk)


def compare(comparison, *, by=None, number=None, prefer=None, preference=""):
    """Somebody answers their pairs: with `preference`, or for the item earlier in `prefer`.

    `prefer` lists items, the most important first; without it the lower number wins.
    """
    by = by or UserFactory()
    comparison = fresh(comparison)
    order = [item.pk for item in prefer or items_of(comparison)]
    for pair in comparison.pairs_for(by)[:number]:
        wins = "first" if order.index(pair[0]) < order.index(pair[1]) else "second"
        answer_pair(
            comparison,
            by=by,
            pair=pair,
            preference=preference or wins,
            read=comparison.fingerprint(),
        )
    return by
