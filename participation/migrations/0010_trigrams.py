from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Letters in threes, by which similar contributions are found. Trusted: no superuser needed."""

    dependencies = [
        ("participation", "0009_comment_revision"),
    ]

    operations = [
        TrigramExtension(),
    ]
