"""The words of fair moderation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportGround(models.TextChoices):
    """The two lanes of a report: against the law (Art. 16 DSA), or against the house's rules."""

    ILLEGAL = "illegal", _("Der Beitrag ist rechtswidrig")
    RULES = "rules", _("Der Beitrag verstößt gegen die Regeln dieses Portals")


class ReportStatus(models.TextChoices):
    OPEN = "open", _("offen")
    UPHELD = "upheld", _("berechtigt")
    REJECTED = "rejected", _("nicht berechtigt")


class AppealStatus(models.TextChoices):
    OPEN = "open", _("offen")
    UPHELD = "upheld", _("berechtigt: die Entscheidung ist geändert")
    REJECTED = "rejected", _("nicht berechtigt: die Entscheidung bleibt")


class AppealWay(models.TextChoices):
    """How an appeal came: by the link of our mail, or as an answer to it."""

    FORM = "form", _("über das Formular")
    MAIL = "mail", _("per Mail")


class DecisionKind(models.TextChoices):
    PUBLISH = "publish", _("veröffentlicht")
    HIDE = "hide", _("ausgeblendet")
    KEEP = "keep", _("bleibt sichtbar")
    UNDO = "undo", _("Entscheidung zurückgenommen")
    UPHOLD = "uphold", _("nach Beschwerde bestätigt")
    ANSWER_WISH = "answer_wish", _("Antwortwunsch geändert")


class OverdueStep(models.TextChoices):
    """Who is told of what moderation left undone; each once per thing that waits."""

    MODERATORS = "moderators", _("Hinweis an alle, die moderieren")
    ADMINISTRATORS = "administrators", _("Hinweis an die Administration")
