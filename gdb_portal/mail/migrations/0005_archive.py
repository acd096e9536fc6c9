"""What administrations were told, for a while."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0004_consent_bounces_suppression"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArchivedMail",
            fields=[
                (
                    "mail",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="archived",
                        serialize=False,
                        to="mail.outboxmail",
                    ),
                ),
                ("text", models.TextField(verbose_name="Text")),
                ("keep_until", models.DateTimeField(db_index=True, verbose_name="aufbewahrt bis")),
            ],
            options={
                "verbose_name": "aufbewahrte Mail",
                "verbose_name_plural": "aufbewahrte Mails",
                "default_permissions": (),
            },
        ),
    ]
