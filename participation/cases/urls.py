"""Public addresses of cases."""

from django.urls import path

from . import views

app_name = "cases"

urlpatterns = [path("vorgaenge/<slug:number>/", views.case, name="case")]
