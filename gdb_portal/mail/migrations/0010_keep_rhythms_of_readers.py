"""What an address chose for everything holds for each thing that it subscribed to."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def to_subscriptions(apps, schema_editor):
    Reader = apps.get_model("mail", "Reader")
    AddressSubscription = apps.get_model("mail", "AddressSubscription")
    chosen = Reader.objects.filter(pk=OuterRef("reader")).values("rhythm")
    AddressSubscription.objects.update(rhythm=Subquery(chosen))


def to_readers(apps, schema_editor):
    """Back: the rhythm of the subscription that was chosen last says it for all."""
    Reader = apps.get_model("mail", "Reader")
    AddressSubscription = apps.get_model("mail", "AddressSubscription")
    rows = AddressSubscription.objects.filter(reader=OuterRef("pk"))
    latest = rows.order_by("-requested_at", "-pk").values("rhythm")[:1]
    Reader.objects.filter(subscriptions__isnull=False).update(rhythm=Subquery(latest))


class Migration(migrations.Migration):
    dependencies = [("mail", "0009_rhythm_of_each_subscription")]

    operations = [migrations.RunPython(to_subscriptions, to_readers)]
