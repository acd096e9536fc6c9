"""Addresses of the portal that are not Wagtail pages: search, and telling about a barrier."""

from django.urls import URLPattern

app_name = "pages"

urlpatterns: list[URLPattern] = []
