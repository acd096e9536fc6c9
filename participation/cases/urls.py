"""Public addresses of cases."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from .views import public

app_name = "cases"

urlpatterns = [
    path("vorgaenge/", public.case_list, name="cases"),
    path("vorgaenge/statistik/", public.statistics, name="statistics"),
    path("vorgaenge/statistik.csv", public.statistics_csv, name="statistics-csv"),
    path(
        "vorgaenge/statistik.json",
        login_not_required(RedirectView.as_view(pattern_name="api:response-statistics")),
        name="statistics-json",
    ),
    path("vorgaenge/<slug:number>/", public.case, name="case"),
]
