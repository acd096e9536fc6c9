import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_answers_for_many_and_two_people"),
        ("participation", "0002_topic_has_second_reader"),
        ("strategy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="Vermerk")),
                ("written_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "interner Vermerk",
                "verbose_name_plural": "interne Vermerke",
                "ordering": ["written_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.TextField(max_length=2000, verbose_name="Frage")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="gefragt")),
                (
                    "reply",
                    models.TextField(blank=True, max_length=5000, verbose_name="Stellungnahme"),
                ),
                (
                    "replied_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Stellung genommen"),
                ),
            ],
            options={
                "verbose_name": "Mitwirkung",
                "verbose_name_plural": "Mitwirkungen",
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="casenote",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casenote",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="administration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consultations",
                to="strategy.administration",
                verbose_name="gefragte Verwaltung",
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consultations",
                to="cases.case",
                verbose_name="Vorgang",
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="replied_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(
                fields=("case", "administration"), name="asked_once_per_case_and_administration"
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replied_at", None), models.Q(("reply", ""), _negated=True), _connector="OR"
                ),
                name="reply_has_its_words",
            ),
        ),
    ]
