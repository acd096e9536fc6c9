"""Addresses of the portal that are not Wagtail pages: search, and telling about a barrier."""

from django.urls import URLPattern, path

from .views import barrier, feed, search

app_name = "pages"

urlpatterns: list[URLPattern] = [
    path("suche/", search.search, name="search"),
    path("neuigkeiten/feed.atom", feed.news_feed, name="news-feed"),
    path("barrierefreiheit/melden/", barrier.barrier, name="barrier"),
    path("barrierefreiheit/melden/danke/", barrier.barrier_received, name="barrier-received"),
]
