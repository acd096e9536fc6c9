"""Addresses of the strategy that are not Wagtail pages."""

from django.urls import URLPattern, path

from .views import administration, invitation, progress, version

app_name = "strategy"

urlpatterns: list[URLPattern] = [
    path("verwaltungen/", administration.administration_list, name="administrations"),
    path("verwaltungen/<slug:slug>/", administration.administration_detail, name="administration"),
    path("fortschritt/", progress.progress, name="progress"),
    path(
        "massnahmen/<slug:slug>/verlauf/",
        progress.measure_history,
        {"parent": "massnahmen"},
        name="measure-history",
    ),
    path(
        "pilotprojekte/<slug:slug>/verlauf/",
        progress.measure_history,
        {"parent": "pilotprojekte"},
        name="pilot-history",
    ),
    path("strategie/fassungen/", version.version_list, name="versions"),
    path("strategie/fassungen/<int:number>/", version.version_detail, name="version"),
    path(
        "strategie/fassungen/<int:before>/vergleich/<int:after>/",
        version.comparison,
        name="comparison",
    ),
    path("einladung/<str:token>/", invitation.accept, name="invitation"),
]
