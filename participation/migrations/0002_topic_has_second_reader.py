from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("participation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="has_second_reader",
            field=models.BooleanField(
                default=False,
                help_text="Wer die Antwort entworfen hat, kann sie dann nicht selbst veröffentlichen.",
                verbose_name="Antworten prüft eine zweite Person",
            ),
        ),
    ]
