"""Addresses of the strategy that are not Wagtail pages."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from .views import administration, invitation, page_version, progress, version

app_name = "strategy"


class MeasureListConverter(StringConverter):
    """The page below which measures or pilots stand."""

    regex = "massnahmen|pilotprojekte"


register_converter(MeasureListConverter, "measures")
# Below a measure or pilot: a text that it once had.
PAGE_VERSION = "<measures:parent>/<slug:slug>/fassungen/<int:number>/"

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
    path(PAGE_VERSION, page_version.page_version, name="page-version"),
    path("einladung/<str:token>/", invitation.accept, name="invitation"),
]
