from .comment import Comment
from .tally import Tally
from .topic import Topic, TopicPhase
from .vote import Vote

__all__ = ["Comment", "Tally", "Topic", "TopicPhase", "Vote"]
