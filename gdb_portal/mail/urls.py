"""Leaving a list without an account; letting mails reach one's address again."""

from django.urls import path

from .views.release import release
from .views.unsubscribe import unsubscribe

app_name = "mail"
urlpatterns = [
    path("abmelden/<str:token>/", unsubscribe, name="unsubscribe"),
    path("konto/mails/wieder-annehmen/", release, name="release"),
]
