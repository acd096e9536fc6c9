"""An appeal knows how it came and who entered it; a decision knows which appeal it answers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0004_rows_in_a_total_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="appeal",
            name="way",
            field=models.CharField(
                choices=[("form", "über das Formular"), ("mail", "per Mail")],
                default="form",
                max_length=4,
                verbose_name="Weg",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Leer, wenn jemand ohne Konto den Link der Mail benutzt hat.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="eingetragen von",
            ),
        ),
        migrations.AlterField(
            model_name="appeal",
            name="text",
            field=models.TextField(
                blank=True, max_length=2000, verbose_name="Warum die Entscheidung falsch war"
            ),
        ),
        migrations.AlterField(
            model_name="appeal",
            name="status",
            field=models.CharField(
                choices=[
                    ("open", "offen"),
                    ("upheld", "berechtigt: die Entscheidung ist geändert"),
                    ("rejected", "nicht berechtigt: die Entscheidung bleibt"),
                ],
                default="open",
                max_length=8,
                verbose_name="Status",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="on_appeal",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcome",
                to="moderation.appeal",
                verbose_name="auf Beschwerde",
            ),
        ),
        # What they demand is kept by appeals from here on; way back, they come last.
        migrations.RemoveConstraint(
            model_name="decision", name="another_person_decides_on_objection"
        ),
        migrations.RemoveConstraint(
            model_name="decision", name="objection_decision_has_its_reason"
        ),
        migrations.RemoveConstraint(model_name="decision", name="only_objections_are_upheld"),
    ]
