import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_cooperation_and_notes"),
        ("participation", "0002_topic_has_second_reader"),
        ("strategy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="vom")),
                ("ends_on", models.DateField(verbose_name="bis einschließlich")),
            ],
            options={
                "verbose_name": "Abwesenheit",
                "verbose_name_plural": "Abwesenheiten",
                "ordering": ["-starts_on"],
            },
        ),
        migrations.CreateModel(
            name="DeadlineNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("soon", "Erinnerung fünf Werktage vorher"),
                            ("today", "Erinnerung am letzten Tag"),
                            ("unit", "Hinweis an die Leitung"),
                            ("chancellery", "Hinweis an die Senatskanzlei"),
                        ],
                        max_length=11,
                        verbose_name="Schritt",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "Fristmeldung",
                "verbose_name_plural": "Fristmeldungen",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="EscalationContact",
            fields=[
                (
                    "administration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="escalation_contact",
                        serialize=False,
                        to="strategy.administration",
                        verbose_name="Verwaltung",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        help_text="Dorthin geht ein Hinweis, wenn eine Antwort fünf Werktage überfällig ist.",
                        max_length=254,
                        verbose_name="Postfach der Leitung",
                    ),
                ),
            ],
            options={
                "verbose_name": "Leitung",
                "verbose_name_plural": "Leitungen",
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.DateField(verbose_name="bisherige Frist")),
                ("after", models.DateField(verbose_name="neue Frist")),
                ("reason", models.TextField(max_length=1000, verbose_name="Begründung")),
                ("extended_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "Fristverlängerung",
                "verbose_name_plural": "Fristverlängerungen",
                "ordering": ["extended_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ReachedStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("soon", "Erinnerung fünf Werktage vorher"),
                            ("today", "Erinnerung am letzten Tag"),
                            ("unit", "Hinweis an die Leitung"),
                            ("chancellery", "Hinweis an die Senatskanzlei"),
                        ],
                        max_length=11,
                        verbose_name="Schritt",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="Frist")),
                ("reached_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "erreichter Fristschritt",
                "verbose_name_plural": "erreichte Fristschritte",
            },
        ),
        migrations.AddField(
            model_name="absence",
            name="deputy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Vertretung",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="absences",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Person",
            ),
        ),
        migrations.AddField(
            model_name="deadlinenotice",
            name="administration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deadline_notices",
                to="strategy.administration",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="extensions",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="reachedstep",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reached_steps",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="reachedstep",
            name="notice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="cases.deadlinenotice",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="absence_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputy", None),
                    models.Q(("deputy", models.F("person")), _negated=True),
                    _connector="OR",
                ),
                name="deputy_is_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("after__gt", models.F("before"))),
                name="extension_makes_it_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="extension_has_its_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="reachedstep",
            constraint=models.UniqueConstraint(
                fields=("case", "step", "due_on"), name="each_step_once_per_deadline"
            ),
        ),
    ]
