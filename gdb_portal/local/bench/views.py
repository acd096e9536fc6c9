"""The floors: views that do the least that could be done for the same result."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

UPSERT = """
INSERT INTO participation_vote (topic_id, comment_id, voter_id, value, voted_at)
VALUES (%(topic)s, NULL, %(voter)s, %(value)s, now())
ON CONFLICT (voter_id, topic_id) WHERE comment_id IS NULL
DO UPDATE SET value = excluded.value, voted_at = excluded.voted_at
"""
COUNT = """
UPDATE participation_tally SET
    agree_count = agree_count + CASE WHEN %(value)s = 'agree' THEN 1 ELSE 0 END,
    disagree_count = disagree_count + CASE WHEN %(value)s = 'disagree' THEN 1 ELSE 0 END
WHERE topic_id = %(topic)s
"""


@login_not_required
def bare_page(request: HttpRequest) -> HttpResponse:
    """The portal's frame around `size` characters of plain text, without a query."""
    return render(request, "bench/bare_page.html", {"text": "x" * int(request.GET["size"])})


@csrf_exempt
@login_not_required
def bare_vote(request: HttpRequest, topic: int) -> HttpResponse:
    """The same upsert and the same counter as a vote, and nothing else."""
    parameters = {
        "topic": topic,
        "voter": int(request.POST["voter"]),
        "value": request.POST["value"],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(UPSERT, parameters)
        cursor.execute(COUNT, parameters)
    return HttpResponse(status=302, headers={"Location": "/"})
