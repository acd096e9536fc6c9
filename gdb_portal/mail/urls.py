"""The one public address of mail: leaving a list without an account."""

from django.urls import path

from .views.unsubscribe import unsubscribe

app_name = "mail"
urlpatterns = [path("abmelden/<str:token>/", unsubscribe, name="unsubscribe")]
