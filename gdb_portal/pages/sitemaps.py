"""What search engines should know besides Wagtail's pages."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from participation.models import Topic
from strategy.models import Administration, StrategyVersion


class OwnSitemap(Sitemap):
    """Addresses as the portal itself writes them, whatever host was asked for."""

    def get_domain(self, site: object | None = None) -> str:
        return urlsplit(settings.BASE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.BASE_URL).scheme


class VersionSitemap(OwnSitemap):
    """Released versions of the strategy that are meant; their text never changes."""

    changefreq = "never"

    def items(self) -> QuerySet[StrategyVersion]:
        return StrategyVersion.objects.genuine()

    def location(self, item: StrategyVersion) -> str:
        return item.url

    def lastmod(self, item: StrategyVersion) -> dt.datetime | None:
        return item.released_at


class TopicSitemap(OwnSitemap):
    """Public topics, open or closed."""

    def items(self) -> QuerySet[Topic]:
        return Topic.objects.public().order_by("pk")

    def location(self, item: Topic) -> str:
        return item.url

    def lastmod(self, item: Topic) -> dt.datetime | None:
        return item.last_published_at


class AdministrationSitemap(OwnSitemap):
    """Who answers for what."""

    def items(self) -> QuerySet[Administration]:
        return Administration.objects.order_by("slug")

    def location(self, item: Administration) -> str:
        return item.url
