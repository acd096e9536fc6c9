from .comment import Comment
from .outcome import Outcome, OutcomeDecision
from .tally import Tally
from .topic import Topic, TopicPhase
from .vote import Vote

__all__ = ["Comment", "Outcome", "OutcomeDecision", "Tally", "Topic", "TopicPhase", "Vote"]
