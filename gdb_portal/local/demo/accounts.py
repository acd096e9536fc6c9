"""The accounts that `make run` prints. Importable without Django: the launcher shows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    email: str
    pseudonym: str
    # A name of gdb_portal.accounts.enums.Role
    role: str
    part: str


ACCOUNTS = (
    Account("buergerin@example.org", "Beispiel-Buergerin", "citizen", "citizen"),
    Account("buerger@example.org", "Beispiel-Buerger", "citizen", "another citizen"),
    Account("redaktion@example.org", "Beispiel-Redaktion", "editor", "editor"),
    Account(
        "chefredaktion@example.org",
        "Beispiel-Chefredaktion",
        "publisher",
        "publisher: approves what an editor submits",
    ),
    Account("moderation@example.org", "Beispiel-Moderation", "moderator", "moderator"),
    Account("moderation2@example.org", "Beispiel-Moderation 2", "moderator", "another moderator"),
    Account(
        "verwaltung@example.org",
        "Beispiel-Verwaltung",
        "official",
        "official of the administration that answers at Hardenbergplatz",
    ),
    Account("admin@example.org", "Beispiel-Administration", "administrator", "administrator"),
)
ADMINISTRATION_OF_OFFICIAL = "ba-charlottenburg-wilmersdorf"
