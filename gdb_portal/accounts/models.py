"""Persons. Others see a pseudonym and nothing else."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .enums import Assurance
from .pseudonyms import looks_like


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person; without a pseudonym one is made up."""
        fields.setdefault("pseudonym", f"Person {uuid.uuid4().hex[:8]}")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The e-mail address is for signing in and never shown to others."""

    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    pseudonym = models.CharField(
        _("Pseudonym"),
        max_length=30,
        help_text=_("Unter diesem Namen erscheinen Ihre Beiträge."),
    )
    first_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=100, blank=True)
    language = models.CharField(_("Sprache"), max_length=12, default="de")
    assurance = models.CharField(
        _("Vertrauensniveau"), max_length=8, choices=Assurance.choices, default=Assurance.EMAIL
    )
    # Somebody who wrote without an account: known by a proven address, unable to sign in.
    is_guest = models.BooleanField(_("Gast"), default=False)
    is_staff = models.BooleanField(_("Zugang zur Verwaltung"), default=False)
    is_active = models.BooleanField(_("aktiv"), default=True)
    date_joined = models.DateTimeField(_("angemeldet seit"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["pseudonym"]

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Personen")
        permissions = [("manage_persons", _("Rollen und Zugänge verwalten"))]
        constraints = [
            # What looks alike is taken: nobody shall speak under another's name.
            models.UniqueConstraint(
                looks_like("pseudonym"),
                name="pseudonym_is_unique",
                violation_error_message=_(
                    "Dieses Pseudonym ist schon vergeben oder einem vergebenen zu ähnlich."
                ),
            ),
            models.UniqueConstraint(Lower("email"), name="email_is_unique"),
        ]

    def __str__(self) -> str:
        return self.pseudonym

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.pseudonym

    def get_short_name(self) -> str:
        return self.first_name or self.pseudonym


class Session(AbstractBaseSession):
    """A signed-in browser. Knows its person, who can end it; knows no address and no device."""

    user = models.ForeignKey(
        User,
        verbose_name=_("Person"),
        null=True,
        on_delete=models.CASCADE,
        related_name="sessions",
    )
    started_at = models.DateTimeField(_("begonnen"), default=timezone.now)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("Sitzung")
        verbose_name_plural = _("Sitzungen")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from .sessions import SessionStore  # noqa: PLC0415  app ready

        return SessionStore
