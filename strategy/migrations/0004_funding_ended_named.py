"""A status has the words of the brief: "Förderphase beendet"."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("strategy", "0003_invitation")]

    operations = [
        migrations.AlterField(
            model_name="measure",
            name="status",
            field=models.CharField(
                choices=[
                    ("planned", "in Planung"),
                    ("running", "laufend"),
                    ("funding_ended", "Förderphase beendet"),
                    ("completed", "abgeschlossen"),
                    ("unknown", "nicht bekannt"),
                ],
                default="unknown",
                max_length=14,
                verbose_name="Status",
            ),
        )
    ]
