"""Settings about what happens outside of requests: broker, workers, and when each job runs."""

from .env import env_secret

CELERY_BROKER_URL = env_secret("BROKER_URL", "redis://localhost:6379/1")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "global_keyprefix": "gdb:",
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_TIMEZONE = "Europe/Berlin"
CELERY_TASK_DEFAULT_QUEUE = "default"
# A digest must never delay a login code: codes have their own queue and worker process.
CELERY_TASK_ROUTES = {
    "gdb_portal.mail.tasks.send_urgent_mail": {"queue": "urgent"},
    "gdb_portal.mail.tasks.*": {"queue": "mail"},
}
CELERY_BEAT_SCHEDULE = {
    "send-urgent-mail": {"task": "gdb_portal.mail.tasks.send_urgent_mail", "schedule": 30.0},
    "send-due-mail": {"task": "gdb_portal.mail.tasks.send_due_mail", "schedule": 30.0},
    "repair-mail": {"task": "gdb_portal.mail.tasks.repair_mail", "schedule": 600.0},
    "send-newsletters": {"task": "gdb_portal.pages.tasks.send_newsletters", "schedule": 60.0},
    "plan-digests": {"task": "participation.digests.tasks.plan_and_build", "schedule": 60.0},
    "watch-deadlines": {"task": "participation.cases.tasks.watch_deadlines", "schedule": 900.0},
    "tell-moderators": {
        "task": "participation.moderation.tasks.tell_moderators",
        "schedule": 300.0,
    },
    "watch-moderation": {
        "task": "participation.moderation.tasks.watch_moderation",
        "schedule": 900.0,
    },
    "forget-reporters": {
        "task": "participation.moderation.tasks.forget_addresses_of_reports",
        "schedule": 86400.0,
    },
    "publish-scheduled": {"task": "gdb_portal.core.tasks.publish_scheduled", "schedule": 60.0},
    "freeze-results": {"task": "participation.tasks.freeze_results", "schedule": 60.0},
    "map-opinions": {"task": "participation.opinion.tasks.map_opinions", "schedule": 120.0},
    "rank-comparisons": {
        "task": "participation.pairwise.tasks.rank_comparisons",
        "schedule": 120.0,
    },
    "place-passages": {"task": "participation.tasks.place_passages", "schedule": 600.0},
    "reconcile-counters": {"task": "participation.tasks.reconcile_counters", "schedule": 86400.0},
    "forget-guest-drafts": {
        "task": "participation.tasks.forget_drafts_of_guests",
        "schedule": 3600.0,
    },
    "keep-readings": {"task": "participation.reach.tasks.keep_readings", "schedule": 60.0},
    "keep-answers": {"task": "participation.demographics.tasks.keep_answers", "schedule": 600.0},
    "clear-sessions": {"task": "gdb_portal.core.tasks.clear_sessions", "schedule": 86400.0},
}
