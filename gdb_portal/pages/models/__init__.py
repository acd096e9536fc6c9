from .feedback import AccessibilityFeedback
from .home import HomePage
from .news import NewsIndex, NewsPage
from .standard import StandardPage
from .workflow import FourEyesTask

__all__ = [
    "AccessibilityFeedback",
    "FourEyesTask",
    "HomePage",
    "NewsIndex",
    "NewsPage",
    "StandardPage",
]
