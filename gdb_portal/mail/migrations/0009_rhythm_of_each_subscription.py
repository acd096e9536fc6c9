"""Each thing that an address subscribed to gets a rhythm of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0008_rows_in_a_total_order")]

    operations = [
        migrations.AddField(
            model_name="addresssubscription",
            name="rhythm",
            field=models.CharField(
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
    ]
