"""Topics in the CMS."""

from wagtail.snippets.models import register_snippet

from .admin import TopicViewSet

register_snippet(TopicViewSet)
