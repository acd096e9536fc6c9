"""Addresses that exist with `make run` only: the mail catcher."""

from django.urls import path

from . import views

app_name = "local"

urlpatterns = [
    path("postfach/", views.inbox, name="inbox"),
    path("postfach/<str:key>/", views.mail, name="mail"),
    path("postfach/<str:key>/html/", views.html, name="mail-html"),
    path("postfach/<str:key>/quelltext/", views.raw, name="mail-raw"),
]
