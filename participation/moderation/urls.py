"""Public addresses of moderation."""

from django.urls import path

from . import views

app_name = "reports"

urlpatterns = [
    path("beitraege/<int:pk>/melden/", views.report_create, name="create"),
    path("meldungen/<slug:reference>/", views.report_received, name="received"),
    path("beschwerden/<str:token>/", views.appeal, name="appeal"),
    path("moderation/zahlen/", views.statistics, name="statistics"),
    path("moderation/zahlen.csv", views.statistics_csv, name="statistics-csv"),
]
