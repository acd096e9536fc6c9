from .anchor import Anchor, AnchorPosition
from .comment import Comment
from .outcome import Outcome, OutcomeDecision
from .outside_round import OutsideRound
from .points import PointAllocation
from .poll import Poll, PollChoice, PollQuestion, PollSheet, PollText
from .revision import CommentRevision
from .snapshot import ResultSnapshot
from .tally import Tally
from .topic import Topic, TopicPhase
from .vote import Vote

__all__ = [
    "Anchor",
    "AnchorPosition",
    "Comment",
    "CommentRevision",
    "OutsideRound",
    "Outcome",
    "OutcomeDecision",
    "PointAllocation",
    "Poll",
    "PollChoice",
    "PollQuestion",
    "PollSheet",
    "PollText",
    "ResultSnapshot",
    "Tally",
    "Topic",
    "TopicPhase",
    "Vote",
]
