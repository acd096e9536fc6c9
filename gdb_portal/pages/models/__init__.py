from .feedback import AccessibilityFeedback
from .gathering import Gathering, GatheringIndex
from .home import HomePage
from .news import NewsIndex, NewsPage
from .newsletter import NewsletterDispatch, NewsletterIndex, NewsletterIssue
from .standard import StandardPage
from .workflow import FourEyesTask

__all__ = [
    "AccessibilityFeedback",
    "FourEyesTask",
    "Gathering",
    "GatheringIndex",
    "HomePage",
    "NewsIndex",
    "NewsPage",
    "NewsletterDispatch",
    "NewsletterIndex",
    "NewsletterIssue",
    "StandardPage",
]
