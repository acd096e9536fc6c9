"""Gatherings: events with a day and a place."""

import django.db.models.deletion
from django.db import migrations, models

import gdb_portal.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_learning_page"),
        ("participation", "0012_anchor"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="GatheringIndex",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        blank=True,
                        help_text="Ein bis drei Sätze, die allein verständlich sind. Sie stehen auch in Listen und in der Suche.",
                        max_length=700,
                        verbose_name="Einleitung",
                    ),
                ),
            ],
            options={
                "verbose_name": "Übersicht der Termine",
                "verbose_name_plural": "Übersichten der Termine",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="Gathering",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "lead",
                    models.TextField(
                        blank=True,
                        help_text="Ein bis drei Sätze, die allein verständlich sind. Sie stehen auch in Listen und in der Suche.",
                        max_length=700,
                        verbose_name="Einleitung",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conference", "Konferenz"),
                            ("open_space", "Open Space"),
                            ("workshop", "Werkstatt"),
                            ("consultation", "Sprechstunde"),
                            ("meeting", "Treffen"),
                            ("exhibition", "Ausstellung"),
                            ("talk", "Vortrag und Gespräch"),
                        ],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("takes_place", "findet statt"), ("cancelled", "abgesagt")],
                        default="takes_place",
                        help_text="Fällt der Termin aus? Dann sagen Sie ihn hier ab, statt die Seite zu entfernen: Nur so erfahren es die Kalender, die ihn übernommen haben.",
                        max_length=11,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "status_note",
                    models.CharField(
                        blank=True,
                        help_text="z. B. warum er ausfällt, oder der neue Termin.",
                        max_length=240,
                        verbose_name="Bemerkung zum Stand",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="Beginn")),
                ("starts_time", models.TimeField(blank=True, null=True, verbose_name="Uhrzeit")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, help_text="Leer: am selben Tag.", null=True, verbose_name="Ende"
                    ),
                ),
                ("ends_time", models.TimeField(blank=True, null=True, verbose_name="Uhrzeit")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="Ort")),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="Straße, Hausnummer, Postleitzahl.",
                        max_length=240,
                        verbose_name="Anschrift",
                    ),
                ),
                (
                    "online_url",
                    models.URLField(blank=True, max_length=500, verbose_name="Teilnahme im Netz"),
                ),
                (
                    "access_note",
                    models.TextField(
                        blank=True,
                        help_text="Stufenloser Zugang, barrierefreie Toilette, Gebärdensprache, Schriftdolmetschung, Leitsystem – und was fehlt. Wer hilft bei Bedarf weiter?",
                        verbose_name="Barrierefreiheit",
                    ),
                ),
                (
                    "registration_url",
                    models.URLField(blank=True, max_length=500, verbose_name="Anmeldung"),
                ),
                (
                    "registration_until",
                    models.DateField(
                        blank=True,
                        help_text="Der letzte Tag.",
                        null=True,
                        verbose_name="Anmeldung bis",
                    ),
                ),
                (
                    "sections",
                    gdb_portal.core.fields.StreamField(blank=True, verbose_name="Abschnitte"),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        help_text="Die Maßnahme, das Pilotprojekt oder das Kapitel, um das es geht.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.page",
                        verbose_name="gehört zu",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="gatherings",
                        to="participation.topic",
                        verbose_name="Beteiligungsthema",
                    ),
                ),
            ],
            options={
                "verbose_name": "Termin",
                "verbose_name_plural": "Termine",
            },
            bases=("wagtailcore.page",),
        ),
    ]
