"""What waits keeps the rhythm that its reader had chosen for everything."""

from django.db import migrations
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def from_subscriptions(apps, schema_editor):
    """All subscriptions of a reader still have the same rhythm: any of them tells it."""
    DigestItem = apps.get_model("digests", "DigestItem")
    AddressSubscription = apps.get_model("mail", "AddressSubscription")
    rows = AddressSubscription.objects.filter(
        reader=OuterRef("reader"), confirmed_at__isnull=False
    ).order_by("pk")
    waiting = DigestItem.objects.filter(reader__isnull=False, recipient=None, rhythm="")
    waiting.update(rhythm=Coalesce(Subquery(rows.values("rhythm")[:1]), Value("daily")))


class Migration(migrations.Migration):
    dependencies = [("digests", "0009_rhythm_of_what_waits")]

    # Back: the column goes, and the reader's own rhythm counts again.
    operations = [migrations.RunPython(from_subscriptions, migrations.RunPython.noop)]
