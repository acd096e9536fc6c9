"""Addresses for programs. They have no language: the same everywhere."""

from django.urls import path

from .views import api

app_name = "api"

urlpatterns = [
    path("", api.index, name="index"),
    path("antworten/", api.response_statistics_list, name="response-statistics"),
    path("antworten/<slug:slug>/", api.response_statistics_one, name="response-statistics-one"),
]
