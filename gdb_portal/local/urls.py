"""Addresses that exist with `make run` only: the mail catcher."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
