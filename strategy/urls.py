"""Addresses of the strategy that are not Wagtail pages."""

from django.urls import URLPattern

app_name = "strategy"

urlpatterns: list[URLPattern] = []
