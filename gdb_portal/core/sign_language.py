"""Videos in sign language: a recording with its words, shown on the pages that it is about."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from .orderable import Orderable

VIDEO_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
# What the proxy lets through to the CMS, less the rest of the form.
LARGEST_VIDEO = 20 * 1024 * 1024


def not_too_large(file: FieldFile) -> None:
    if file.size > LARGEST_VIDEO:
        raise ValidationError(_("Bitte höchstens 20 Megabyte, das sind etwa drei Minuten."))


class SignRecording(models.Model):
    """A video in sign language and what is said in it, for those who read instead."""

    title = models.CharField(_("Titel"), max_length=160)
    file = models.FileField(
        _("Video"),
        upload_to="sign/",
        validators=[FileExtensionValidator(list(VIDEO_TYPES)), not_too_large],
        help_text=_("MP4 oder WebM, höchstens 20 Megabyte."),
    )
    transcript = models.TextField(
        _("Text zum Video"), help_text=_("Was gebärdet wird, vollständig in Worten.")
    )
    recorded_on = models.DateField(
        _("aufgenommen am"), null=True, blank=True, help_text=_("Leer: nicht bekannt.")
    )

    class Meta:
        verbose_name = _("Video in Gebärdensprache")
        verbose_name_plural = _("Videos in Gebärdensprache")
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def media_type(self) -> str:
        return VIDEO_TYPES.get(self.file.name.rpartition(".")[2].lower(), "")


class SignVideo(Orderable):
    """That a page has a recording."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="sign_videos")
    recording: models.ForeignKey = models.ForeignKey(
        SignRecording,
        verbose_name=_("Video"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Video in Gebärdensprache")
        verbose_name_plural = _("Videos in Gebärdensprache")

    def __str__(self) -> str:
        return str(self.recording)
