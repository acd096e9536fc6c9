"""Steps on the way to a decision about the strategy."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0010_milestones_and_indicators"),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("step", "Etappe"),
                            ("consultation", "Beteiligung"),
                            ("resolution", "Beschluss des Senats"),
                            ("council", "Rat der Bürgermeister"),
                        ],
                        max_length=12,
                        verbose_name="Art",
                    ),
                ),
                ("title", models.CharField(max_length=140, verbose_name="Was geschah")),
                ("text", models.TextField(blank=True, max_length=600, verbose_name="Erklärung")),
                (
                    "happened_on",
                    models.DateField(
                        help_text="Bei einem Zeitraum der erste Tag. Danach wird geordnet.",
                        verbose_name="am",
                    ),
                ),
                (
                    "date_words",
                    models.CharField(
                        blank=True,
                        help_text="Wenn der Tag nicht bekannt ist, zum Beispiel „Sommer und Herbst 2022“.",
                        max_length=80,
                        verbose_name="Zeit in Worten",
                    ),
                ),
                ("source_label", models.CharField(max_length=240, verbose_name="Quelle")),
                (
                    "source_publisher",
                    models.CharField(max_length=160, verbose_name="Herausgegeben von"),
                ),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="Adresse der Quelle"),
                ),
                ("source_as_of", models.DateField(verbose_name="Quelle ausgewertet am")),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decision_steps",
                        to="strategy.strategyversion",
                        verbose_name="betrifft Fassung",
                    ),
                ),
            ],
            options={
                "verbose_name": "Station der Entscheidung",
                "verbose_name_plural": "Weg der Entscheidung",
                "ordering": ["happened_on", "id"],
            },
        ),
    ]
