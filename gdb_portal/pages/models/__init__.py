from .feedback import AccessibilityFeedback
from .gathering import Gathering, GatheringIndex
from .home import HomePage
from .news import NewsIndex, NewsPage
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
    "StandardPage",
]
