"""Versions of the strategy and their frozen sections."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0004_funding_ended_named"),
    ]

    operations = [
        migrations.CreateModel(
            name="StrategyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="Nummer")),
                ("title", models.CharField(max_length=160, verbose_name="Titel")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Entwurf"),
                            ("in_consultation", "Entwurf in Beteiligung"),
                            ("adopted", "beschlossen, in Kraft"),
                            ("superseded", "ersetzt"),
                        ],
                        max_length=15,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "adopted_on",
                    models.DateField(blank=True, null=True, verbose_name="beschlossen am"),
                ),
                (
                    "adopted_by",
                    models.CharField(blank=True, max_length=120, verbose_name="beschlossen von"),
                ),
                (
                    "resolution",
                    models.TextField(blank=True, max_length=1000, verbose_name="Beschluss"),
                ),
                (
                    "resolution_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="Adresse des Beschlusses"
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Steht über dem Text, zum Beispiel woher er stammt oder wofür er gedacht ist.",
                        max_length=1000,
                        verbose_name="Hinweis",
                    ),
                ),
                (
                    "is_demonstration",
                    models.BooleanField(default=False, verbose_name="erfunden, nur zur Vorführung"),
                ),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="eingefroren"),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="strategy.strategyversion",
                        verbose_name="ersetzt durch",
                    ),
                ),
            ],
            options={
                "verbose_name": "Fassung der Strategie",
                "verbose_name_plural": "Fassungen der Strategie",
                "ordering": ["-number"],
                "permissions": [("release_version", "Fassungen der Strategie freigeben")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="Platz")),
                ("chapter_title", models.CharField(max_length=255, verbose_name="Kapitel")),
                (
                    "chapter_question",
                    models.CharField(blank=True, max_length=160, verbose_name="Frage des Kapitels"),
                ),
                (
                    "chapter_slug",
                    models.SlugField(max_length=255, verbose_name="Adresse des Kapitels"),
                ),
                (
                    "chapter_order",
                    models.PositiveSmallIntegerField(verbose_name="Platz des Kapitels"),
                ),
                ("anchor", models.SlugField(max_length=160, verbose_name="Anker")),
                ("block_id", models.CharField(max_length=36, verbose_name="Kennung des Blocks")),
                ("heading", models.CharField(max_length=160, verbose_name="Überschrift")),
                ("content", models.JSONField(default=list, verbose_name="Absätze")),
                ("body", models.JSONField(default=list, verbose_name="Blöcke")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="strategy.strategyversion",
                        verbose_name="Fassung",
                    ),
                ),
            ],
            options={
                "verbose_name": "Abschnitt",
                "verbose_name_plural": "Abschnitte",
                "ordering": ["version", "order"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="strategyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gt", 0)), name="version_number_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="strategyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "adopted"), _negated=True),
                    models.Q(
                        ("adopted_on__isnull", False), models.Q(("adopted_by", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="adopted_version_names_its_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "superseded"), ("superseded_by__isnull", False)),
                    models.Q(
                        models.Q(("status", "superseded"), _negated=True),
                        ("superseded_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="superseded_version_names_its_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="strategyversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "adopted")),
                fields=("status",),
                name="one_version_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.UniqueConstraint(
                fields=("version", "order"), name="one_section_per_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.UniqueConstraint(
                fields=("version", "anchor"), name="one_section_per_anchor"
            ),
        ),
    ]
