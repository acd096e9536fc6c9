"""The addresses of the bare views that the benchmarks are compared with."""

from django.urls import path

from . import views

urlpatterns = [
    path("seite/", views.bare_page, name="bench-page"),
    path("stimme/<int:topic>/", views.bare_vote, name="bench-vote"),
]
