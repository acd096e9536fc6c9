"""Which mails about a contribution are one conversation in its author's mail program.

Whoever carries the conversation on names it; whoever only writes about the contribution asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Comment

# Returns the thread's name (see MailKind), "" where it has none for this comment.
NameThread = Callable[["Comment"], str]

_names: list[NameThread] = []


def name_conversations(name: NameThread) -> None:
    """Ask `name(comment)` for the thread on which mails about the comment hang."""
    _names.append(name)


def conversation_of(comment: Comment) -> dict[str, str]:
    """What a mail about the comment adds to its context; nothing where there is no thread yet."""
    threads = (name(comment) for name in _names)
    return next(({"thread": thread} for thread in threads if thread), {})
