"""Similar words are found by their groups of three letters; PostgreSQL brings the extension."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0002_limit_count")]

    operations = [TrigramExtension()]
