"""Deciding on comments, reports and appeals."""

from .appeal import decide_appeal, receive_appeal
from .comment import approve, change_answer_wish, hide, undo
from .report import keep, report_comment

__all__ = [
    "approve",
    "change_answer_wish",
    "decide_appeal",
    "hide",
    "keep",
    "receive_appeal",
    "report_comment",
    "undo",
]
