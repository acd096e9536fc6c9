from django.db import migrations, models


class Migration(migrations.Migration):
    """Topics say how far people can reach, and always until when the outcome is owed."""

    dependencies = [
        ("participation", "0002_topic_has_second_reader"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="influence",
            field=models.CharField(
                choices=[
                    ("inform", "Informieren"),
                    ("consult", "Anhören"),
                    ("involve", "Einbeziehen"),
                    ("collaborate", "Gemeinsam erarbeiten"),
                    ("decide", "Mitentscheiden"),
                ],
                # Every topic so far took comments and votes that the administration weighs.
                default="consult",
                help_text="Wie viel können Menschen bewirken? Das steht auf der Seite des Themas.",
                max_length=11,
                verbose_name="Grad der Mitwirkung",
            ),
            preserve_default=False,
        ),
    ]
