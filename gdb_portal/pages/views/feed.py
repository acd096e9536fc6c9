"""News as an Atom feed, for readers that ask by themselves whether there is something new."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from ..models import NewsIndex, NewsPage

MOST_ENTRIES = 30


class NewsFeed(Feed):
    """The newest news of one language."""

    feed_type = Atom1Feed
    title = _("Neuigkeiten – Gemeinsam Digital: Berlin")
    subtitle = _("Was sich bei Berlins Digitalstrategie tut.")

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Locale:
        return Locale.get_active()

    def link(self, locale: Locale) -> str:
        index = NewsIndex.objects.live().filter(locale=locale).first()
        return index.url if index else "/"

    def items(self, locale: Locale) -> list[NewsPage]:
        news = NewsPage.objects.live().filter(locale=locale).defer("sections")
        return list(news.order_by("-dated_on", "-path")[:MOST_ENTRIES])

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        return item.lead

    def item_link(self, item: NewsPage) -> str:
        return item.url

    def item_pubdate(self, item: NewsPage) -> dt.datetime:
        midnight = dt.datetime.combine(item.dated_on, dt.time())
        return timezone.make_aware(midnight)

    def item_updateddate(self, item: NewsPage) -> dt.datetime:
        return item.last_published_at or self.item_pubdate(item)


@login_not_required
@require_safe
def news_feed(request: HttpRequest) -> HttpResponse:
    return NewsFeed()(request)
