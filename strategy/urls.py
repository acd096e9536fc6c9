"""Addresses of the strategy that are not Wagtail pages."""

from django.urls import URLPattern, path

from .views import invitation

app_name = "strategy"

urlpatterns: list[URLPattern] = [
    path("einladung/<str:token>/", invitation.accept, name="invitation"),
]
