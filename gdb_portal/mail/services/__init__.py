"""What others may ask of the mail ledger. No other module of the portal speaks to a mail server."""

from .addresses import note_bounce, suppress_address, unsuppress_address
from .composing import compose, message_id
from .desk import pause_kind, resend_mail, resume_kind, stop_batch, stop_before, stop_mail
from .opt_in import (
    confirm_subscription,
    end_all_subscriptions,
    end_subscription,
    request_subscription,
    send_subscriptions_link,
)
from .queueing import queue_mail, ring_doorbell
from .readers import forget_unconfirmed, set_rhythm
from .sending import backoff, claim_next, send_claimed, send_due
from .subscriptions import is_subscribed, subscribe, unsubscribe
from .upkeep import repair, signal

__all__ = [
    "backoff",
    "claim_next",
    "compose",
    "confirm_subscription",
    "end_all_subscriptions",
    "end_subscription",
    "forget_unconfirmed",
    "is_subscribed",
    "message_id",
    "note_bounce",
    "pause_kind",
    "queue_mail",
    "repair",
    "request_subscription",
    "resend_mail",
    "resume_kind",
    "ring_doorbell",
    "send_claimed",
    "send_due",
    "send_subscriptions_link",
    "set_rhythm",
    "signal",
    "stop_batch",
    "stop_before",
    "stop_mail",
    "subscribe",
    "suppress_address",
    "unsubscribe",
    "unsuppress_address",
]
