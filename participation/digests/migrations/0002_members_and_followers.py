import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("digests", "0001_initial"),
        ("participation", "0001_initial"),
        ("strategy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MemberPreference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("daily", "täglich (an Werktagen)"),
                            ("weekly", "wöchentlich"),
                            ("never", "nie"),
                        ],
                        default="weekly",
                        max_length=6,
                        verbose_name="Sammelmail",
                    ),
                ),
            ],
            options={
                "verbose_name": "persönliche Einstellung der Sammelmail",
                "verbose_name_plural": "persönliche Einstellungen der Sammelmail",
            },
        ),
        migrations.CreateModel(
            name="News",
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
                            ("comment", "Beitrag"),
                            ("answer", "Antwort"),
                            ("effect", "Wirkung"),
                        ],
                        max_length=7,
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                ("happened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("spread_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "Neuigkeit für Folgende",
                "verbose_name_plural": "Neuigkeiten für Folgende",
            },
        ),
        migrations.CreateModel(
            name="NewsPreference",
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
                            ("reply", "Antworten auf meine Beiträge"),
                            ("topic_comment", "neue Beiträge zu Themen, denen ich folge"),
                            ("topic_answer", "Antworten der Verwaltung zu Themen, denen ich folge"),
                            ("effect", "was aus Beiträgen wird"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("instant", "sofort (höchstens alle zehn Minuten)"),
                            ("daily", "täglich"),
                            ("weekly", "wöchentlich"),
                            ("never", "nie"),
                        ],
                        max_length=7,
                    ),
                ),
            ],
            options={
                "verbose_name": "Einstellung der Benachrichtigung",
                "verbose_name_plural": "Einstellungen der Benachrichtigungen",
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="seit"),
                ),
            ],
            options={
                "verbose_name": "gefolgtes Thema",
                "verbose_name_plural": "gefolgte Themen",
                "ordering": ["-started_at"],
            },
        ),
        migrations.AddField(
            model_name="memberpreference",
            name="administration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="member_preferences",
                to="strategy.administration",
            ),
        ),
        migrations.AddField(
            model_name="memberpreference",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="digest_preferences",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="news",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="news",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="participation.topic",
            ),
        ),
        migrations.AddField(
            model_name="newspreference",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="news_preferences",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="subscriptions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="subscriptions",
                to="participation.topic",
                verbose_name="Thema",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberpreference",
            constraint=models.UniqueConstraint(
                fields=("administration", "person"), name="one_frequency_per_member"
            ),
        ),
        migrations.AddIndex(
            model_name="news",
            index=models.Index(
                condition=models.Q(("spread_at", None)), fields=["id"], name="news_to_spread"
            ),
        ),
        migrations.AddConstraint(
            model_name="news",
            constraint=models.UniqueConstraint(
                fields=("kind", "subject_id"), name="news_once_per_subject"
            ),
        ),
        migrations.AddConstraint(
            model_name="newspreference",
            constraint=models.UniqueConstraint(
                fields=("person", "kind"), name="one_frequency_per_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                fields=("topic", "person"), name="followed_once_per_topic"
            ),
        ),
    ]
