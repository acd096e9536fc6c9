"""Switches, the state of the server, signs of life."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0002_mail_origin_and_handing_over"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobSignal",
            fields=[
                (
                    "job",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="Aufgabe"
                    ),
                ),
                ("finished_at", models.DateTimeField(verbose_name="zuletzt fertig")),
            ],
            options={
                "verbose_name": "Lebenszeichen",
                "verbose_name_plural": "Lebenszeichen",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="KindPause",
            fields=[
                (
                    "kind",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="Art"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="Grund")),
                ("paused_at", models.DateTimeField(auto_now_add=True, verbose_name="angehalten")),
            ],
            options={
                "verbose_name": "angehaltene Mailart",
                "verbose_name_plural": "angehaltene Mailarten",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MailServer",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="Fehlversuche")),
                (
                    "down_since",
                    models.DateTimeField(blank=True, null=True, verbose_name="gestört seit"),
                ),
                (
                    "next_try_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="nächster Versuch"),
                ),
                (
                    "code",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="SMTP-Code"
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="SMTP-Antwort")),
            ],
            options={
                "verbose_name": "Mailserver",
                "verbose_name_plural": "Mailserver",
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="mailserver",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="one_mail_server"
            ),
        ),
    ]
