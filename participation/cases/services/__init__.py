"""Everything that changes a case: one module per concern."""

from .answer import (
    draft_answer,
    publish_answer,
    publish_collective_answer,
    return_answer,
    return_collective_answer,
    submit_answer,
    write_collective_answer,
)
from .case import (
    change_outcome,
    comment_became_public,
    discontinue_case,
    hand_over,
    open_case,
    release_case,
    take_on_case,
)
from .cooperation import ask_administration, reply_to_consultation, write_note
from .deadline import extend_deadline, record_absence, remind_and_escalate
from .effect import record_effect
from .staleness import escalate_stale_measures, note_stale_measures
from .statistics import write_remark

__all__ = [
    "ask_administration",
    "change_outcome",
    "comment_became_public",
    "discontinue_case",
    "draft_answer",
    "escalate_stale_measures",
    "extend_deadline",
    "hand_over",
    "note_stale_measures",
    "open_case",
    "publish_answer",
    "publish_collective_answer",
    "record_absence",
    "record_effect",
    "release_case",
    "remind_and_escalate",
    "reply_to_consultation",
    "return_answer",
    "return_collective_answer",
    "submit_answer",
    "take_on_case",
    "write_collective_answer",
    "write_note",
    "write_remark",
]
