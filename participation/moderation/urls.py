"""Public addresses of moderation."""

from django.urls import path

from . import views

app_name = "reports"

urlpatterns = [
    path("beitraege/<int:pk>/melden/", views.report_create, name="create"),
    path("meldungen/<slug:reference>/", views.report_received, name="received"),
]
