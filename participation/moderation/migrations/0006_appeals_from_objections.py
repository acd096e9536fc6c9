"""What was decided on an objection becomes an appeal that came by mail, with its mail in the ledger.

The words of such a mail were never entered: the text stays empty.
"""

from django.db import migrations

OUTCOMES = ("decision_upheld", "decision_undone")


def make_appeals(apps, schema_editor):
    Decision = apps.get_model("moderation", "Decision")
    Appeal = apps.get_model("moderation", "Appeal")
    OutboxMail = apps.get_model("mail", "OutboxMail")
    KindPause = apps.get_model("mail", "KindPause")
    decided = Decision.objects.filter(on_objection_to__isnull=False, on_appeal=None)
    for decision in decided.select_related("on_objection_to").order_by("pk"):
        first = decision.on_objection_to
        appeal = Appeal.objects.filter(decision=first).first()
        if appeal is None:
            appeal = Appeal.objects.create(
                decision=first,
                way="mail",
                entered_by_id=decision.by_id,
                status="upheld" if decision.kind == "undo" else "rejected",
                first_decided_by_id=decision.first_by_id,
                decided_by_id=decision.by_id,
                reason=decision.reason,
                decided_at=decision.decided_at,
            )
            # Nobody noted when the mail came; the decision is the last moment that it can be.
            Appeal.objects.filter(pk=appeal.pk).update(created_at=decision.decided_at)
        Decision.objects.filter(pk=decision.pk).update(on_appeal=appeal)
        for kind in OUTCOMES:
            OutboxMail.objects.filter(key=f"{kind}:{decision.pk}").update(
                kind="appeal_decided",
                key=f"appeal_decided:{appeal.reference}",
                context={"appeal": appeal.pk},
            )
    for pause in KindPause.objects.filter(kind="decision_upheld"):
        if not KindPause.objects.filter(kind="appeal_decided").exists():
            KindPause.objects.filter(kind=pause.kind).update(kind="appeal_decided")


def make_objections(apps, schema_editor):
    Decision = apps.get_model("moderation", "Decision")
    for decision in Decision.objects.filter(on_appeal__isnull=False).select_related("on_appeal"):
        Decision.objects.filter(pk=decision.pk).update(
            on_objection_to_id=decision.on_appeal.decision_id,
            first_by_id=decision.on_appeal.first_decided_by_id,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0005_appeal_way_and_outcome"),
        ("mail", "0007_consents_only_grow"),
    ]

    operations = [migrations.RunPython(make_appeals, make_objections)]
