"""The place of these questions in the CMS: beside the evaluation desk, which leads to it."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from . import views


@hooks.register("register_admin_urls")
def representation_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("<slug:slug>/", views.desk, name="desk"),
        path("<slug:slug>/fragen/", views.decide, name="decide"),
        path("<slug:slug>/tabelle.csv", views.table_csv, name="table-csv"),
        path("<slug:slug>/tabelle.xlsx", views.table_xlsx, name="table-xlsx"),
    ]
    return [path("auswertung/beteiligte/", include((patterns, "representation")))]
