"""Public addresses of the voluntary questions."""

from django.urls import path

from . import views

app_name = "demographics"

urlpatterns = [path("beteiligung/<slug:slug>/angaben/", views.questions, name="questions")]
