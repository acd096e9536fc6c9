"""The pages of one's own account; allauth's own pages lie beside them."""

from django.urls import path

from .views import account, guest

app_name = "accounts"

urlpatterns = [
    path("", account.overview, name="overview"),
    path("pseudonym/", account.pseudonym, name="pseudonym"),
    path("sitzungen/", account.sessions, name="sessions"),
    path("daten/", account.own_data, name="own-data"),
    path("daten/herunterladen/", account.own_data_download, name="own-data-download"),
    path("loeschen/", account.delete, name="delete"),
    path("geloescht/", account.deleted, name="deleted"),
    path("gast/<str:token>/", guest.guest, name="guest"),
    path("gast/<str:token>/daten/", guest.guest_data, name="guest-data"),
    path("gast/<str:token>/loeschen/", guest.guest_delete, name="guest-delete"),
]
