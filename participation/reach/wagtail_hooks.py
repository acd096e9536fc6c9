"""Reach's place in the CMS: beside the evaluation desk, which leads to it."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from . import views


@hooks.register("register_admin_urls")
def reach_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", views.topics, name="topics"),
        path("<slug:slug>/", views.topic, name="topic"),
        path("<slug:slug>/tage.csv", views.table_csv, name="table-csv"),
        path("<slug:slug>/tage.xlsx", views.table_xlsx, name="table-xlsx"),
    ]
    return [path("auswertung/reichweite/", include((patterns, "reach")))]
