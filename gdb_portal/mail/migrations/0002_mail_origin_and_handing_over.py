"""Where a mail comes from, what it belongs to, and when its text was handed over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_limit_count"),
        ("mail", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="outboxmail",
            options={
                "ordering": ["-created_at"],
                "permissions": [("run_outbox", "Postausgang bedienen")],
                "verbose_name": "Mail im Postausgang",
                "verbose_name_plural": "Postausgang",
            },
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="address_code",
            field=models.CharField(blank=True, max_length=64, verbose_name="Kennung der Adresse"),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="batch",
            field=models.CharField(blank=True, max_length=64, verbose_name="Stapel"),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="cause",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="core.event",
                verbose_name="Ereignis",
            ),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="handed_over_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="übergeben"),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="resend_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="resent",
                to="mail.outboxmail",
                verbose_name="Wiederholung von",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmail",
            index=models.Index(
                condition=models.Q(("address_code", ""), _negated=True),
                fields=["address_code", "kind", "created_at"],
                name="mail_address_and_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmail",
            index=models.Index(
                condition=models.Q(("batch", ""), _negated=True),
                fields=["batch"],
                name="mail_batch",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmail",
            index=models.Index(
                condition=models.Q(("status__in", ["queued", "sending"]), _negated=True),
                fields=["created_at"],
                name="mail_final",
            ),
        ),
    ]
