"""Public addresses of comparisons."""

from django.urls import path

from . import views

app_name = "pairwise"

urlpatterns = [
    path("beteiligung/<slug:slug>/vergleich/<int:pk>/", views.comparison, name="comparison"),
    path("beteiligung/<slug:slug>/vergleich/<int:pk>/antworten/", views.compare, name="compare"),
    path("beteiligung/<slug:slug>/vergleich/<int:pk>/meine/", views.own, name="own"),
    path("beteiligung/<slug:slug>/vergleiche.csv", views.open_table, name="open-table"),
    path("paarvergleiche/", views.method, name="method"),
]
