"""Deciding on comments, reports and appeals."""

from .appeal import decide_appeal, receive_appeal
from .comment import approve, change_answer_wish, hide, undo
from .escalation import escalate_overdue, unattended_since
from .report import forget_reporters, keep, report_comment

__all__ = [
    "approve",
    "change_answer_wish",
    "decide_appeal",
    "escalate_overdue",
    "forget_reporters",
    "hide",
    "keep",
    "receive_appeal",
    "report_comment",
    "unattended_since",
    "undo",
]
