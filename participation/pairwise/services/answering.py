"""Answering pairs. Like votes, answers leave no events: they are secret."""

from __future__ import annotations

from django.db import transaction

from gdb_portal.accounts.models import User

from ...exceptions import InvalidVote, PhaseClosed
from ...services.comment import forget_topic_pages
from ...services.vote import hold_open
from ..enums import TURNED, Preference
from ..exceptions import ComparisonChanged, NotYourPair
from ..models import Comparison, ComparisonSheet, PairAnswer
from ..schedule import Pair


@transaction.atomic
def answer_pair(
    comparison: Comparison, *, by: User, pair: Pair, preference: str, read: str
) -> PairAnswer:
    """The person prefers this of the two, and said nothing else about them.

    `preference` is about the pair as it is named here; `read` is the fingerprint of what the
    person saw. Raises PhaseClosed, ComparisonChanged, NotYourPair, InvalidVote.
    """
    if preference not in Preference.values:
        raise InvalidVote
    comparison = _hold(comparison, by=by)
    if comparison.fingerprint() != read:
        raise ComparisonChanged
    first, second = sorted(pair)
    if (first, second) not in {tuple(sorted(asked)) for asked in comparison.pairs_for(by)}:
        raise NotYourPair
    said = Preference(preference)
    sheet, _created = ComparisonSheet.objects.get_or_create(comparison=comparison, person=by)
    answer, _created = PairAnswer.objects.update_or_create(
        sheet=sheet,
        first_id=first,
        second_id=second,
        defaults={"preference": said if pair[0] == first else TURNED[said]},
    )
    sheet.save(update_fields=["answered_at"])
    forget_topic_pages(comparison.topic_id)
    return answer


@transaction.atomic
def withdraw_pair(comparison: Comparison, *, by: User, pair: Pair) -> None:
    """Take back what the person said about a pair; without an answer nothing happens.

    Raises PhaseClosed.
    """
    comparison = _hold(comparison, by=by)
    first, second = sorted(pair)
    sheets = ComparisonSheet.objects.filter(comparison=comparison, person=by)
    PairAnswer.objects.filter(sheet__in=sheets, first=first, second=second).delete()
    # An empty sheet would count a person who says nothing.
    sheets.filter(answers=None).delete()
    forget_topic_pages(comparison.topic_id)


@transaction.atomic
def withdraw_sheet(comparison: Comparison, *, by: User) -> None:
    """Take back all that the person said; without a sheet nothing happens. Raises PhaseClosed."""
    comparison = _hold(comparison, by=by)
    ComparisonSheet.objects.filter(comparison=comparison, person=by).delete()
    forget_topic_pages(comparison.topic_id)


def _hold(comparison: Comparison, *, by: User) -> Comparison:
    """The comparison, open and unchanging until the transaction ends; one window of a person."""
    hold_open(comparison.topic_id)
    held = Comparison.objects.prefetch_related("items__comment").held(comparison.pk)
    if not Comparison.objects.open_now().filter(pk=comparison.pk).exists():
        raise PhaseClosed
    # The same person's windows wait for each other, and for nobody else's.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    return held
