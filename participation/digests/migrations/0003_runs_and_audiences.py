import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("digests", "0002_members_and_followers"),
        ("participation", "0001_initial"),
        ("strategy", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="digestrun",
            options={
                "ordering": ["-planned_at", "-id"],
                "verbose_name": "Lauf der Sammelmails",
                "verbose_name_plural": "Läufe der Sammelmails",
            },
        ),
        migrations.RemoveConstraint(
            model_name="digestitem",
            name="told_once_per_administration",
        ),
        migrations.RemoveConstraint(
            model_name="digestrecipient",
            name="one_digest_per_run_and_administration",
        ),
        migrations.RemoveIndex(
            model_name="digestvotecount",
            name="last_vote_count",
        ),
        migrations.AddField(
            model_name="digestitem",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="digestrecipient",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="digestrun",
            name="catches_up_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="holt nach seit"),
        ),
        migrations.AddField(
            model_name="digestrun",
            name="due_at",
            field=models.DateTimeField(null=True, verbose_name="fällig"),
        ),
        migrations.AddField(
            model_name="digestrun",
            name="stopped_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="angehalten"),
        ),
        migrations.AddField(
            model_name="digestvotecount",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="digestitem",
            name="administration",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="strategy.administration",
            ),
        ),
        migrations.AlterField(
            model_name="digestitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("comment", "neuer Beitrag"),
                    ("case_new", "neuer Vorgang"),
                    ("case_due_soon", "Frist läuft bald ab"),
                    ("case_overdue", "überfällig"),
                    ("release", "wartet auf Freigabe"),
                    ("asked", "andere fragen uns"),
                    ("replied", "Stellungnahme ist da"),
                    ("measure_stale", "Maßnahme lange nicht aktualisiert"),
                    ("reply", "Antworten auf meine Beiträge"),
                    ("topic_comment", "neue Beiträge zu Themen, denen ich folge"),
                    ("topic_answer", "Antworten der Verwaltung zu Themen, denen ich folge"),
                    ("effect", "was aus Beiträgen wird"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="digestitem",
            name="recipient",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="digests.digestrecipient",
            ),
        ),
        migrations.AlterField(
            model_name="digestrecipient",
            name="administration",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="strategy.administration",
            ),
        ),
        migrations.AlterField(
            model_name="digestrun",
            name="kind",
            field=models.CharField(
                choices=[
                    ("daily", "Verwaltungen, täglich"),
                    ("weekly", "Verwaltungen, wöchentlich"),
                    ("news_instant", "Folgende, sofort"),
                    ("news_daily", "Folgende, täglich"),
                    ("news_weekly", "Folgende, wöchentlich"),
                ],
                max_length=12,
                verbose_name="Art",
            ),
        ),
        migrations.AlterField(
            model_name="digestrun",
            name="period",
            field=models.CharField(max_length=16, verbose_name="Zeitraum"),
        ),
        migrations.AddIndex(
            model_name="digestitem",
            index=models.Index(
                condition=models.Q(("recipient", None)),
                fields=["person", "kind"],
                name="item_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="digestrecipient",
            index=models.Index(
                condition=models.Q(("processed_at", None)),
                fields=["run", "id"],
                name="recipient_to_build",
            ),
        ),
        migrations.AddIndex(
            model_name="digestvotecount",
            index=models.Index(
                fields=["administration", "person", "topic", "-id"], name="last_vote_count"
            ),
        ),
        migrations.AddConstraint(
            model_name="digestitem",
            constraint=models.UniqueConstraint(
                fields=("administration", "person", "kind", "subject_id"),
                name="told_once_per_audience",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="digestitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("administration__isnull", False), ("person__isnull", False), _connector="OR"
                ),
                name="item_has_an_audience",
            ),
        ),
        migrations.AddConstraint(
            model_name="digestrecipient",
            constraint=models.UniqueConstraint(
                fields=("run", "administration", "person"),
                name="one_digest_per_run_and_audience",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="digestrecipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("administration__isnull", False), ("person__isnull", False), _connector="OR"
                ),
                name="recipient_has_an_audience",
            ),
        ),
    ]
