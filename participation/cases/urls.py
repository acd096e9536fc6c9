"""Public addresses of cases."""

from django.urls import path

from .views import public

app_name = "cases"

urlpatterns = [
    path("vorgaenge/", public.case_list, name="cases"),
    path("vorgaenge/statistik/", public.statistics, name="statistics"),
    path("vorgaenge/statistik.csv", public.statistics_csv, name="statistics-csv"),
    path("vorgaenge/statistik.json", public.statistics_json, name="statistics-json"),
    path("vorgaenge/<slug:number>/", public.case, name="case"),
]
