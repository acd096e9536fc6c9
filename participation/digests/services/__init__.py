"""Planning and building digests, and everything people choose about them."""

from .building import build_digest, build_unprocessed
from .following import (
    end,
    follow,
    follow_by_mail,
    save_search,
    set_news_frequencies,
    stop_all_news,
    unfollow,
)
from .noticing import notice_news
from .planning import ensure_preferences, plan_due_runs
from .preferences import set_frequency, set_member_frequency, topics_without_mailbox
from .running import stop_run
from .searching import look_again, look_again_at_due
from .spreading import note_news, spread_news

__all__ = [
    "build_digest",
    "build_unprocessed",
    "end",
    "ensure_preferences",
    "follow",
    "follow_by_mail",
    "look_again",
    "look_again_at_due",
    "note_news",
    "notice_news",
    "plan_due_runs",
    "save_search",
    "set_frequency",
    "set_member_frequency",
    "set_news_frequencies",
    "spread_news",
    "stop_all_news",
    "stop_run",
    "topics_without_mailbox",
    "unfollow",
]
