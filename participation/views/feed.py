"""Topics as an Atom feed, for readers that ask by themselves whether there is something new."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gdb_portal.core.page_cache import PARTICIPATION, depends_on

from ..models import Topic

MOST_ENTRIES = 30


class TopicFeed(Feed):
    """The newest public topics."""

    feed_type = Atom1Feed
    title = _("Beteiligung – Gemeinsam Digital: Berlin")
    subtitle = _("Neue Themen, zu denen Berlin Sie fragt.")
    link = reverse_lazy("participation:topics")

    def items(self) -> list[Topic]:
        return list(Topic.objects.public().order_by("-first_published_at", "-pk")[:MOST_ENTRIES])

    def item_title(self, item: Topic) -> str:
        return item.title

    def item_description(self, item: Topic) -> str:
        return item.introduction

    def item_link(self, item: Topic) -> str:
        return item.url

    def item_pubdate(self, item: Topic) -> dt.datetime:
        return item.first_published_at or item.created_at

    def item_updateddate(self, item: Topic) -> dt.datetime:
        return item.last_published_at or item.created_at


@login_not_required
@require_safe
def topic_feed(request: HttpRequest) -> HttpResponse:
    depends_on(request, PARTICIPATION)
    return TopicFeed()(request)
