"""Addresses of pilots that are not Wagtail pages."""

from django.urls import URLPattern, path

from .views import comparison

app_name = "pilots"

urlpatterns: list[URLPattern] = [
    path("pilotprojekte/vergleich/", comparison.comparison, name="comparison"),
]
