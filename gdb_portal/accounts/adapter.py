"""How allauth speaks and sends mail here."""

from __future__ import annotations

import base64
import hashlib
import uuid
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import record_event
from gdb_portal.core.limits import network_of
from gdb_portal.core.models import Event
from gdb_portal.mail.services import queue_mail

from .mails import TEXTS
from .models import User
from .services.guests import guest_with

# Whoever comes through one of these with a guest's address gets the link to claim instead.
DOORS: Final = frozenset({"account_already_exists", "login_code", "password_reset_code"})


class AccountAdapter(DefaultAccountAdapter):
    """German Sie, the mail ledger, and no network address anywhere."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dieses Konto ist gesperrt."),
        "cannot_remove_primary_email": _(
            "Ihre Hauptadresse können Sie nicht entfernen. Wählen Sie zuerst eine andere."
        ),
        "duplicate_email": _("Diese E-Mail-Adresse gehört schon zu Ihrem Konto."),
        "email_password_mismatch": _(
            "E-Mail-Adresse oder Passwort stimmen nicht. Bitte prüfen Sie beides."
        ),
        "email_taken": _("Diese E-Mail-Adresse können Sie nicht verwenden."),
        "enter_current_password": _("Bitte geben Sie Ihr jetziges Passwort ein."),
        "incorrect_code": _("Der Code stimmt nicht oder ist abgelaufen."),
        "incorrect_password": _("Das Passwort stimmt nicht."),
        "invalid_or_expired_key": _("Dieser Link ist ungültig oder abgelaufen."),
        "invalid_login": _("Die Anmeldung ist nicht gelungen."),
        "invalid_password_reset": _("Dieser Link ist ungültig oder abgelaufen."),
        "max_email_addresses": _("Mehr als %d E-Mail-Adressen sind nicht möglich."),
        "too_many_login_attempts": _(
            "Zu viele Versuche. Bitte warten Sie einige Minuten, oder lassen Sie sich einen Code"
            " schicken."
        ),
        "unknown_email": _("Bitte prüfen Sie die E-Mail-Adresse."),
        "unverified_primary_email": _("Ihre Hauptadresse muss bestätigt sein."),
        "select_only_one": _("Bitte wählen Sie nur eines."),
        "same_as_current": _("Der neue Wert muss sich vom alten unterscheiden."),
        "rate_limited": _("Das waren zu viele Versuche. Bitte warten Sie einige Minuten."),
    }

    def save_user(
        self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True
    ) -> AbstractBaseUser:
        """The account is saved with its pseudonym at once: two half accounts would collide."""
        user.pseudonym = form.cleaned_data["pseudonym"]
        return super().save_user(request, user, form, commit=commit)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue the mail; allauth's own templates are not used. The code is erased once sent."""
        name = template_prefix.rpartition("/")[2]
        if name not in TEXTS:
            raise KeyError(f"No text for the account mail {template_prefix!r}.")
        if name in DOORS and (guest := guest_with(email)):
            # The screen says what it says to everybody; only the mail knows of the guest.
            with transaction.atomic():
                # In place of a code; who asks for one when is on no record.
                queue_mail(
                    "account_guest_claim", key=str(uuid.uuid4()), recipient=guest, cause=None
                )
            return
        user = context.get("user")
        person = user if isinstance(user, User) and user.pk else None
        with transaction.atomic():
            queue_mail(
                f"account_{name}",
                key=str(uuid.uuid4()),
                recipient=person,
                address=email,
                context={"code": context["code"]} if context.get("code") else {},
                cause=_cause(name, person),
            )

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """A guest never signs in, whatever was guessed: first the account is claimed by mail."""
        if user.is_guest:
            return redirect("account_login")
        return super().pre_login(request, user, **kwargs)

    def get_client_ip(self, request: HttpRequest) -> str:
        """A code of the day instead of an address: allauth stores what it gets."""
        return network_of(request)


def _cause(name: str, person: User | None) -> Event | None:
    """What happened to the account. Who asks for a code when is on no record, nor who has none."""
    if person is None or TEXTS[name].has_code:
        return None
    return record_event("person.notified", on=person, by=None, mail=name)


class MFAAdapter(DefaultMFAAdapter):
    """German words; secrets of second factors are encrypted in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _(
            "Solange ein zweiter Faktor eingerichtet ist, können Sie keine Adresse hinzufügen."
        ),
        "cannot_delete_authenticator": _("Diesen zweiten Faktor können Sie nicht entfernen."),
        "cannot_generate_recovery_codes": _(
            "Notfallcodes gibt es erst, wenn ein zweiter Faktor eingerichtet ist."
        ),
        "incorrect_code": _("Der Code stimmt nicht. Jeder Code gilt nur einmal."),
        "unverified_email": _("Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse."),
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.pseudonym)

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME).replace(":", "")

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """The newest key encrypts; older ones still open what was written before a rotation."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(hashlib.sha256(b"second factor:" + key.encode()).digest())
            )
            for key in keys
        ]
    )
