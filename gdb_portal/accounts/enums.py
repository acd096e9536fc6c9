"""The roles, and what becomes of contributions when an account goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A role is a group of the same name. Everybody is a citizen; the others are added to it."""

    CITIZEN = "citizen", _("Bürgerin oder Bürger")
    EDITOR = "editor", _("Redaktion")
    PUBLISHER = "publisher", _("Chefredaktion")
    MODERATOR = "moderator", _("Moderation")
    OFFICIAL = "official", _("Verwaltung")
    ADMINISTRATOR = "administrator", _("Administration")


STAFF_ROLES = frozenset(
    {Role.EDITOR, Role.PUBLISHER, Role.MODERATOR, Role.OFFICIAL, Role.ADMINISTRATOR}
)


class Assurance(models.TextChoices):
    """How sure it is that an account is one person. Votes are counted by it, never weighed."""

    EMAIL = "email", _("E-Mail-Adresse bestätigt")
    IDENTITY = "identity", _("Identität geprüft")


class Farewell(models.TextChoices):
    """What a person wants for their contributions when the account is deleted."""

    ANONYMISE = "anonymise", _("Beiträge ohne meinen Namen stehen lassen")
    WITHDRAW = "withdraw", _("Beiträge zurückziehen")


class LockReason(models.TextChoices):
    """Why an account is locked; kept in the record and told to the person."""

    RULES = "rules", _("Wiederholt gegen die Regeln des Portals verstoßen")
    SAFETY = "safety", _("Das Konto ist vermutlich in fremden Händen")
    LEFT = "left", _("Die Person arbeitet nicht mehr hier")
