"""The words of the strategy."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AdministrationKind(models.TextChoices):
    CHANCELLERY = "chancellery", _("Senatskanzlei")
    SENATE_DEPARTMENT = "senate_department", _("Senatsverwaltung")
    DISTRICT_OFFICE = "district_office", _("Bezirksamt")
    PUBLIC_BODY = "public_body", _("Landeseinrichtung")


class PartnerKind(models.TextChoices):
    COMPANY = "company", _("Unternehmen")
    PUBLIC_COMPANY = "public_company", _("Landesunternehmen oder landesnahe Gesellschaft")
    RESEARCH = "research", _("Wissenschaft")
    CIVIL_SOCIETY = "civil_society", _("Zivilgesellschaft")
    FOUNDATION = "foundation", _("Stiftung")


class MeasureKind(models.TextChoices):
    """Who carries a measure decides its kind."""

    CENTRAL = "central", _("zentrale Maßnahme")
    DECENTRAL = "decentral", _("dezentrale Maßnahme")
    NETWORK = "network", _("Netzwerkmaßnahme")


class MeasureStatus(models.TextChoices):
    PLANNED = "planned", _("in Planung")
    RUNNING = "running", _("laufend")
    FUNDING_ENDED = "funding_ended", _("Förderphase beendet")
    COMPLETED = "completed", _("abgeschlossen")
    UNKNOWN = "unknown", _("nicht bekannt")


# Of these readers may expect news; the others have come to their end.
UNDER_WAY = (MeasureStatus.PLANNED, MeasureStatus.RUNNING, MeasureStatus.UNKNOWN)


class DatePrecision(models.TextChoices):
    """How exactly a date is known: what nobody published is not made up."""

    DAY = "day", _("auf den Tag genau")
    MONTH = "month", _("auf den Monat genau")
    YEAR = "year", _("auf das Jahr genau")


class ImplementationPhase(models.TextChoices):
    """The five phases through which every measure may pass."""

    PREPARATION = "preparation", _("Vorprozess")
    EXPLORATION = "exploration", _("Exploration")
    TESTING = "testing", _("Erprobung")
    DEVELOPMENT = "development", _("Entwicklung")
    SCALING = "scaling", _("Skalierung")


class InvitationStatus(models.TextChoices):
    OPEN = "open", _("offen")
    ACCEPTED = "accepted", _("angenommen")
    REVOKED = "revoked", _("zurückgezogen")


class CooperationKind(models.TextChoices):
    """What one administration wants of another about a measure."""

    OFFER = "offer", _("Zusammenarbeit anbieten")
    SEEK = "seek", _("Zusammenarbeit suchen")


class CooperationStatus(models.TextChoices):
    OPEN = "open", _("wartet auf Antwort")
    ACCEPTED = "accepted", _("zugesagt")
    DECLINED = "declined", _("abgesagt")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


COOPERATION_TRANSITIONS: dict[str, frozenset[str]] = {
    CooperationStatus.OPEN: frozenset(
        {CooperationStatus.ACCEPTED, CooperationStatus.DECLINED, CooperationStatus.WITHDRAWN}
    ),
    CooperationStatus.ACCEPTED: frozenset(),
    CooperationStatus.DECLINED: frozenset(),
    CooperationStatus.WITHDRAWN: frozenset(),
}


class VersionStatus(models.TextChoices):
    """How a frozen text of the strategy stands."""

    DRAFT = "draft", _("Entwurf")
    IN_CONSULTATION = "in_consultation", _("Entwurf in Beteiligung")
    ADOPTED = "adopted", _("beschlossen, in Kraft")
    SUPERSEDED = "superseded", _("ersetzt")


class DecisionKind(models.TextChoices):
    """What kind of step the strategy took on its way."""

    STEP = "step", _("Etappe")
    CONSULTATION = "consultation", _("Beteiligung")
    RESOLUTION = "resolution", _("Beschluss des Senats")
    COUNCIL = "council", _("Rat der Bürgermeister")


VERSION_TRANSITIONS: dict[str, frozenset[str]] = {
    VersionStatus.DRAFT: frozenset(
        {VersionStatus.IN_CONSULTATION, VersionStatus.ADOPTED, VersionStatus.SUPERSEDED}
    ),
    VersionStatus.IN_CONSULTATION: frozenset({VersionStatus.ADOPTED, VersionStatus.SUPERSEDED}),
    VersionStatus.ADOPTED: frozenset({VersionStatus.SUPERSEDED}),
}
VERSION_TONES = {
    VersionStatus.DRAFT: "neutral",
    VersionStatus.IN_CONSULTATION: "info",
    VersionStatus.ADOPTED: "success",
    VersionStatus.SUPERSEDED: "warning",
}


# The same words in addresses, in German and for good: a bookmark must not break.
KIND_PARAMETERS = {
    "zentral": MeasureKind.CENTRAL,
    "dezentral": MeasureKind.DECENTRAL,
    "netzwerk": MeasureKind.NETWORK,
}
STATUS_PARAMETERS = {
    "in-planung": MeasureStatus.PLANNED,
    "laufend": MeasureStatus.RUNNING,
    "foerderphase-beendet": MeasureStatus.FUNDING_ENDED,
    "abgeschlossen": MeasureStatus.COMPLETED,
    "nicht-bekannt": MeasureStatus.UNKNOWN,
}
STATUS_TONES = {
    MeasureStatus.PLANNED: "info",
    MeasureStatus.RUNNING: "success",
    MeasureStatus.FUNDING_ENDED: "warning",
    MeasureStatus.COMPLETED: "neutral",
    MeasureStatus.UNKNOWN: "neutral",
}
