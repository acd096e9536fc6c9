import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_outcome_of_answers"),
        ("participation", "0002_topic_has_second_reader"),
        ("strategy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CollectiveAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=10000, verbose_name="Antwort")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("answered", "beantwortet"),
                            ("taken_up", "aufgenommen"),
                            ("not_taken_up", "nicht aufgenommen"),
                        ],
                        default="answered",
                        max_length=12,
                        verbose_name="Was daraus wird",
                    ),
                ),
                (
                    "outcome_reason",
                    models.TextField(blank=True, max_length=1000, verbose_name="Begründung"),
                ),
                (
                    "effect_due_on",
                    models.DateField(blank=True, null=True, verbose_name="Wirkung bis"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Entwurf"),
                            ("submitted", "wartet auf Freigabe"),
                            ("published", "veröffentlicht"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="Status",
                    ),
                ),
                (
                    "has_second_reader",
                    models.BooleanField(default=False, verbose_name="zweite Person prüft"),
                ),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="veröffentlicht"),
                ),
            ],
            options={
                "verbose_name": "gemeinsame Antwort",
                "verbose_name_plural": "gemeinsame Antworten",
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="effect_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="Wirkung bis"),
        ),
        migrations.AddField(
            model_name="answer",
            name="has_second_reader",
            field=models.BooleanField(default=False, verbose_name="zweite Person prüft"),
        ),
        migrations.AddField(
            model_name="answer",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("answered", "beantwortet"),
                    ("taken_up", "aufgenommen"),
                    ("not_taken_up", "nicht aufgenommen"),
                ],
                default="answered",
                max_length=12,
                verbose_name="Was daraus wird",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="outcome_reason",
            field=models.TextField(blank=True, max_length=1000, verbose_name="Begründung"),
        ),
        migrations.AlterField(
            model_name="answer",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Entwurf"),
                    ("submitted", "wartet auf Freigabe"),
                    ("published", "veröffentlicht"),
                ],
                default="draft",
                max_length=9,
                verbose_name="Status",
            ),
        ),
        migrations.AddField(
            model_name="collectiveanswer",
            name="administration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="strategy.administration",
                verbose_name="Verwaltung",
            ),
        ),
        migrations.AddField(
            model_name="collectiveanswer",
            name="cases",
            field=models.ManyToManyField(
                related_name="collective_answers", to="cases.case", verbose_name="Vorgänge"
            ),
        ),
        migrations.AddField(
            model_name="collectiveanswer",
            name="drafted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="collectiveanswer",
            name="published_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="collective",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="cases.collectiveanswer",
                verbose_name="gemeinsame Antwort",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_second_reader", False),
                    models.Q(("published_by", models.F("drafted_by")), _negated=True),
                    _connector="OR",
                ),
                name="answer_has_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectiveanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="published_collective_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="collectiveanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_second_reader", False),
                    models.Q(("published_by", models.F("drafted_by")), _negated=True),
                    _connector="OR",
                ),
                name="collective_answer_has_two_people",
            ),
        ),
    ]
