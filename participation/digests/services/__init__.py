"""Planning and building digests, and everything people choose about them."""

from .building import build_digest, build_unprocessed
from .following import follow, set_news_frequencies, stop_all_news, unfollow
from .planning import ensure_preferences, plan_due_runs
from .preferences import set_frequency, set_member_frequency, topics_without_mailbox
from .running import stop_run
from .spreading import note_news, spread_news

__all__ = [
    "build_digest",
    "build_unprocessed",
    "ensure_preferences",
    "follow",
    "note_news",
    "plan_due_runs",
    "set_frequency",
    "set_member_frequency",
    "set_news_frequencies",
    "spread_news",
    "stop_all_news",
    "stop_run",
    "topics_without_mailbox",
    "unfollow",
]
