"""Who gets told what, once."""

from .follow import News, NewsPreference, Subscription
from .run import (
    DigestItem,
    DigestPreference,
    DigestRecipient,
    DigestRun,
    DigestVoteCount,
    MemberPreference,
)

__all__ = [
    "DigestItem",
    "DigestPreference",
    "DigestRecipient",
    "DigestRun",
    "DigestVoteCount",
    "MemberPreference",
    "News",
    "NewsPreference",
    "Subscription",
]
