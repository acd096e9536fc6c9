"""Who else wants to hear what happens to cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

    from .models import Answer, Effect

AnswerListener = Callable[["Answer", "User | None"], None]
EffectListener = Callable[["Effect", "User | None"], None]
_published: list[AnswerListener] = []
_recorded: list[EffectListener] = []


def on_answer_published(listener: AnswerListener) -> None:
    """Call `listener(answer, by)` in the transaction in which an answer becomes public."""
    _published.append(listener)


def on_effect_recorded(listener: EffectListener) -> None:
    """Call `listener(effect, by)` in the transaction in which an effect becomes public."""
    _recorded.append(listener)


def tell_answer_published(answer: Answer, by: User | None) -> None:
    for listener in _published:
        listener(answer, by)


def tell_effect_recorded(effect: Effect, by: User | None) -> None:
    for listener in _recorded:
        listener(effect, by)
