"""Reports, decisions and appeals. Nothing a moderator does goes unrecorded, nothing is erased."""

from .appeal import Appeal
from .decision import Decision
from .overdue import OverdueNotice, ReachedOverdueStep
from .reference import new_appeal_reference, new_reference
from .report import Report

__all__ = [
    "Appeal",
    "Decision",
    "OverdueNotice",
    "ReachedOverdueStep",
    "Report",
    "new_appeal_reference",
    "new_reference",
]
