"""Subscribing and leaving without an account; letting mails reach one's address again."""

from django.urls import path

from .views import subscriptions as views
from .views.release import release
from .views.unsubscribe import unsubscribe

app_name = "mail"
urlpatterns = [
    path("abmelden/<str:token>/", unsubscribe, name="unsubscribe"),
    path("konto/mails/wieder-annehmen/", release, name="release"),
    path("abos/", views.subscriptions_link, name="subscriptions-link"),
    path("abos/postfach/", views.subscription_requested, name="subscription-requested"),
    path("abos/beendet/", views.subscriptions_ended, name="subscriptions-ended"),
    path("abos/bestaetigen/<str:token>/", views.subscription_confirm, name="subscription-confirm"),
    path("abos/<str:token>/", views.subscriptions, name="subscriptions"),
    path("abos/<str:token>/haeufigkeit/", views.subscriptions_rhythm, name="subscriptions-rhythm"),
    path("abos/<str:token>/beenden/", views.subscriptions_end, name="subscriptions-end"),
    path("abos/<str:token>/beenden/<int:pk>/", views.subscription_end, name="subscription-end"),
]
