"""Public addresses of opinion maps."""

from django.urls import path

from . import views

app_name = "opinion"

urlpatterns = [
    path("beteiligung/<slug:slug>/meinungsbild/", views.opinion_map, name="map"),
    path("beteiligung/<slug:slug>/meinungsbild.csv", views.open_table, name="open-table"),
    path("meinungsbilder/", views.method, name="method"),
]
