"""What the strategy learned, and why."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0012_progress_import"),
    ]

    operations = [
        migrations.CreateModel(
            name="StrategyChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=600, verbose_name="Was sich geändert hat")),
                ("reason", models.TextField(max_length=1000, verbose_name="Warum")),
                ("happened_on", models.DateField(verbose_name="am")),
                (
                    "source_label",
                    models.CharField(blank=True, max_length=240, verbose_name="Quelle"),
                ),
                (
                    "source_publisher",
                    models.CharField(blank=True, max_length=160, verbose_name="Herausgegeben von"),
                ),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="Adresse der Quelle"),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="strategy.measure",
                        verbose_name="Maßnahme",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="strategy.section",
                        verbose_name="Abschnitt",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="strategy.strategyversion",
                        verbose_name="neu in Fassung",
                    ),
                ),
            ],
            options={
                "verbose_name": "Änderung der Strategie",
                "verbose_name_plural": "Änderungen der Strategie",
                "ordering": ["-happened_on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="strategy_change_says_what_and_why",
                    )
                ],
            },
        ),
    ]
