"""How sending is run: what is paused, whether the server answers, which jobs are alive."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class KindPause(models.Model):
    """The switch of one kind of mail: while a row exists, mails of that kind wait."""

    kind = models.CharField(_("Art"), max_length=64, primary_key=True)
    reason = models.CharField(_("Grund"), max_length=200)
    paused_at = models.DateTimeField(_("angehalten"), auto_now_add=True)

    class Meta:
        verbose_name = _("angehaltene Mailart")
        verbose_name_plural = _("angehaltene Mailarten")
        default_permissions = ()

    def __str__(self) -> str:
        return self.kind


class MailServer(models.Model):
    """What we know of the mail server, shared by all senders. One row.

    `down_since` is empty while it answers; nobody tries before `next_try_at`.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    failures = models.PositiveIntegerField(_("Fehlversuche"), default=0)
    down_since = models.DateTimeField(_("gestört seit"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("nächster Versuch"), null=True, blank=True)
    code = models.PositiveSmallIntegerField(_("SMTP-Code"), null=True, blank=True)
    text = models.CharField(_("SMTP-Antwort"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Mailserver")
        verbose_name_plural = _("Mailserver")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_mail_server"),
        ]

    def __str__(self) -> str:
        return "down" if self.down_since else "up"


class JobSignal(models.Model):
    """When a recurring job last finished; a job that falls silent is an alert."""

    job = models.CharField(_("Aufgabe"), max_length=64, primary_key=True)
    finished_at = models.DateTimeField(_("zuletzt fertig"))

    class Meta:
        verbose_name = _("Lebenszeichen")
        verbose_name_plural = _("Lebenszeichen")
        default_permissions = ()

    def __str__(self) -> str:
        return self.job
