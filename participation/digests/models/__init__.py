"""Who gets told what, once."""

from .follow import News, NewsPreference, Subscription, target_kind
from .run import (
    DigestItem,
    DigestPreference,
    DigestRecipient,
    DigestRun,
    DigestVoteCount,
    MemberPreference,
)
from .search import SavedSearch, SearchHit
from .step import MeasureStep

__all__ = [
    "DigestItem",
    "DigestPreference",
    "DigestRecipient",
    "DigestRun",
    "DigestVoteCount",
    "MeasureStep",
    "MemberPreference",
    "News",
    "NewsPreference",
    "SavedSearch",
    "SearchHit",
    "Subscription",
    "target_kind",
]
