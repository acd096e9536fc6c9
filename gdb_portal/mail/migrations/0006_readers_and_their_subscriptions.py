"""Addresses without an account, what they subscribed to, and what exactly they consented to."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0005_archive"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="Adresse")),
                (
                    "address_code",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="Kennung der Adresse"
                    ),
                ),
                ("language", models.CharField(max_length=12, verbose_name="Sprache")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("instant", "sofort (höchstens alle zehn Minuten)"),
                            ("daily", "täglich"),
                            ("weekly", "wöchentlich"),
                            ("never", "vorerst nie"),
                        ],
                        default="daily",
                        max_length=7,
                        verbose_name="wie oft",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="seit")),
            ],
            options={
                "verbose_name": "Adresse ohne Konto",
                "verbose_name_plural": "Adressen ohne Konto",
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="consent",
            name="subject",
            field=models.CharField(blank=True, max_length=64, verbose_name="worüber"),
        ),
        migrations.CreateModel(
            name="AddressSubscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list_name", models.CharField(max_length=64, verbose_name="Liste")),
                ("subject", models.CharField(blank=True, max_length=64, verbose_name="worüber")),
                (
                    "requested_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="gewünscht"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="bestätigt"),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="mail.reader",
                    ),
                ),
            ],
            options={
                "verbose_name": "Abo einer Adresse",
                "verbose_name_plural": "Abos von Adressen",
                "ordering": ["list_name", "-requested_at", "-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["list_name", "subject"], name="subscription_of_subject"),
                    models.Index(
                        condition=models.Q(("confirmed_at", None)),
                        fields=["requested_at"],
                        name="subscription_unconfirmed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reader", "list_name", "subject"),
                        name="subscribed_once_per_address",
                    )
                ],
            },
        ),
    ]
