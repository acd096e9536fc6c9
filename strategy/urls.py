"""Addresses of the strategy that are not Wagtail pages."""

from django.urls import URLPattern, path

from .views import administration, invitation

app_name = "strategy"

urlpatterns: list[URLPattern] = [
    path("verwaltungen/", administration.administration_list, name="administrations"),
    path("verwaltungen/<slug:slug>/", administration.administration_detail, name="administration"),
    path("einladung/<str:token>/", invitation.accept, name="invitation"),
]
