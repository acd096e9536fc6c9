"""Addresses of following; the settings of administrations live in the CMS."""

from django.urls import path
from django.views.generic import RedirectView

from . import views

app_name = "digests"

urlpatterns = [
    path("beteiligung/<slug:slug>/folgen/", views.follow_topic, name="follow"),
    path("beteiligung/<slug:slug>/entfolgen/", views.unfollow_topic, name="unfollow"),
    path("konto/benachrichtigungen/", views.news_settings, name="news-settings"),
    # What mails link to, whatever the CMS is called one day.
    path(
        "konto/sammelmail/",
        RedirectView.as_view(pattern_name="digest_runs:settings"),
        name="settings",
    ),
]
