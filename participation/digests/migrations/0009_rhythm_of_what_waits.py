"""What waits for an address without an account knows the rhythm in which it is told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("digests", "0008_rows_in_a_total_order"),
        ("mail", "0010_keep_rhythms_of_readers"),
    ]

    operations = [
        migrations.AddField(
            model_name="digestitem",
            name="rhythm",
            field=models.CharField(
                blank=True,
                choices=[
                    ("instant", "sofort (höchstens alle zehn Minuten)"),
                    ("daily", "täglich"),
                    ("weekly", "wöchentlich"),
                    ("never", "vorerst nie"),
                ],
                db_default="",
                max_length=7,
            ),
        ),
    ]
