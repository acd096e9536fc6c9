"""Addresses of following; the settings of administrations live in the CMS."""

from django.urls import path
from django.views.generic import RedirectView

from .views import following as views

app_name = "digests"

urlpatterns = [
    path("beteiligung/<slug:slug>/folgen/", views.follow_topic, name="follow"),
    path("massnahmen/<slug:slug>/folgen/", views.follow_measure, name="follow-measure"),
    path("pilotprojekte/<slug:slug>/folgen/", views.follow_pilot, name="follow-pilot"),
    path("handlungsfelder/<slug:slug>/folgen/", views.follow_field, name="follow-field"),
    path("bezirke/<slug:slug>/folgen/", views.follow_district, name="follow-district"),
    path("suche/folgen/", views.follow_search, name="follow-search"),
    path("folgen/", views.follow_overview, name="follow-overview"),
    path("folgen/beenden/<str:token>/", views.end_by_link, name="end"),
    path("konto/benachrichtigungen/", views.news_settings, name="news-settings"),
    path("konto/abos/<int:pk>/beenden/", views.unfollow_own, name="unfollow"),
    # What mails link to, whatever the CMS is called one day.
    path(
        "konto/sammelmail/",
        RedirectView.as_view(pattern_name="digest_runs:settings"),
        name="settings",
    ),
]
