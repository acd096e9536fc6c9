"""Addresses of the portal that are not Wagtail pages: search, and telling about a barrier."""

from django.urls import URLPattern, path

from .views import barrier, card, feed, gathering, newsletter, search

app_name = "pages"

urlpatterns: list[URLPattern] = [
    path("suche/", search.search, name="search"),
    path("neuigkeiten/feed.atom", feed.news_feed, name="news-feed"),
    path("termine/kalender.ics", gathering.gathering_calendar, name="gathering-calendar"),
    path("termine/<slug:slug>/kalender.ics", gathering.gathering_entry, name="gathering-entry"),
    path("newsletter/bestellen/", newsletter.newsletter_subscribe, name="newsletter-subscribe"),
    path("karten/portal.png", card.card, name="card"),
    path("karten/seite/<int:pk>.png", card.card_of_page, name="card-of-page"),
    path("karten/thema/<slug:slug>.png", card.card_of_topic, name="card-of-topic"),
    path("karten/fassung/<int:number>.png", card.card_of_version, name="card-of-version"),
    path(
        "karten/verwaltung/<slug:slug>.png",
        card.card_of_administration,
        name="card-of-administration",
    ),
    path("barrierefreiheit/melden/", barrier.barrier, name="barrier"),
    path("barrierefreiheit/melden/danke/", barrier.barrier_received, name="barrier-received"),
]
