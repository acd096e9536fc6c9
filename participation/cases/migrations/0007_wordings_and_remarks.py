import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_effects"),
        ("participation", "0002_topic_has_second_reader"),
        ("strategy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="Name")),
                ("text", models.TextField(max_length=5000, verbose_name="Text")),
            ],
            options={
                "verbose_name": "Textbaustein",
                "verbose_name_plural": "Textbausteine",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="StatisticsRemark",
            fields=[
                (
                    "administration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="statistics_remark",
                        serialize=False,
                        to="strategy.administration",
                        verbose_name="Verwaltung",
                    ),
                ),
                ("text", models.TextField(max_length=1000, verbose_name="Anmerkung")),
                ("saved_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "Anmerkung zur Statistik",
                "verbose_name_plural": "Anmerkungen zur Statistik",
            },
        ),
        migrations.AddField(
            model_name="answertemplate",
            name="administration",
            field=models.ForeignKey(
                blank=True,
                help_text="Leer: für alle Verwaltungen.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answer_templates",
                to="strategy.administration",
                verbose_name="Verwaltung",
            ),
        ),
        migrations.AddField(
            model_name="statisticsremark",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
