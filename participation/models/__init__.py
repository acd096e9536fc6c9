from .activity import TopicActivity
from .anchor import Anchor, AnchorPosition
from .comment import Comment
from .guest import GuestDraft
from .offline import OfflineOrigin
from .outcome import Outcome, OutcomeDecision
from .outside_round import OutsideRound
from .passage_vote import PassageVote, VotedPassage
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
    "GuestDraft",
    "OfflineOrigin",
    "OutsideRound",
    "Outcome",
    "OutcomeDecision",
    "PassageVote",
    "PointAllocation",
    "Poll",
    "PollChoice",
    "PollQuestion",
    "PollSheet",
    "PollText",
    "ResultSnapshot",
    "Tally",
    "Topic",
    "TopicActivity",
    "TopicPhase",
    "Vote",
    "VotedPassage",
]
