"""A text page may show what the strategy learned."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="standardpage",
            name="extra",
            field=models.CharField(
                blank=True,
                choices=[
                    ("house_rules", "Regeln für Beiträge"),
                    ("learning", "Änderungen der Strategie und ihre Anlässe"),
                    ("barrier_form", "Verweis auf das Formular „Barriere melden“"),
                ],
                help_text="Was das Portal unter dem Text von selbst zeigt.",
                max_length=16,
                verbose_name="Ergänzung",
            ),
        ),
    ]
