"""Who left a list, what came back, where nothing goes any more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0003_running_the_outbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Bounce",
            fields=[
                (
                    "mail",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="bounce",
                        serialize=False,
                        to="mail.outboxmail",
                    ),
                ),
                (
                    "address_code",
                    models.CharField(
                        db_index=True, max_length=64, verbose_name="Kennung der Adresse"
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("hard", "endgültig"),
                            ("soft", "vorübergehend"),
                            ("complaint", "Beschwerde"),
                        ],
                        max_length=10,
                        verbose_name="Schwere",
                    ),
                ),
                ("status", models.CharField(max_length=12, verbose_name="Statuscode")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="eingegangen")),
            ],
            options={
                "verbose_name": "Rückläufer",
                "verbose_name_plural": "Rückläufer",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list_name", models.CharField(max_length=64, verbose_name="Liste")),
                (
                    "address_code",
                    models.CharField(blank=True, max_length=64, verbose_name="Kennung der Adresse"),
                ),
                ("granted", models.BooleanField(verbose_name="eingewilligt")),
                ("how", models.CharField(max_length=40, verbose_name="auf welchem Weg")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="Zeitpunkt")),
            ],
            options={
                "verbose_name": "Einwilligung",
                "verbose_name_plural": "Einwilligungen",
                "ordering": ["-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "address_code",
                    models.CharField(
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                        verbose_name="Kennung der Adresse",
                    ),
                ),
                ("shown_as", models.CharField(max_length=120, verbose_name="Adresse")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("hard_bounce", "Die Adresse gibt es nicht."),
                            ("soft_bounces", "Mehrere Mails kamen zurück."),
                            ("complaint", "Als unerwünscht gemeldet."),
                            ("staff", "Von der Administration gesperrt."),
                        ],
                        max_length=12,
                        verbose_name="Grund",
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="seit")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="bis")),
            ],
            options={
                "verbose_name": "gesperrte Adresse",
                "verbose_name_plural": "gesperrte Adressen",
                "ordering": ["-since"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="consent",
            name="recipient",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Person",
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["recipient", "list_name", "-id"], name="consent_of_person"),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(
                fields=["address_code", "list_name", "-id"], name="consent_of_address"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("recipient", None), ("address_code", ""), _connector="OR"),
                name="consent_of_one",
            ),
        ),
    ]
