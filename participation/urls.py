"""Addresses of participation."""

from django.urls import path

from strategy.urls import PAGE_VERSION

from .views import (
    calendar,
    comment,
    feed,
    guest,
    offline,
    passage,
    points,
    poll,
    result,
    spread,
    topic,
    translation,
    vote,
)

app_name = "participation"

urlpatterns = [
    path("beteiligung/", topic.topic_list, name="topics"),
    path("beteiligung/feed.atom", feed.topic_feed, name="topic-feed"),
    path("beteiligung/ohne-ergebnis/", result.without_outcome, name="without-outcome"),
    path("beteiligung/<slug:slug>/", topic.topic, name="topic"),
    path("beteiligung/<slug:slug>/kalender.ics", calendar.topic_calendar, name="topic-calendar"),
    path("beteiligung/<slug:slug>/aushang.pdf", spread.topic_poster, name="topic-poster"),
    path("beteiligung/<slug:slug>/einbetten/", spread.topic_embed, name="topic-embed"),
    path("beteiligung/<slug:slug>/beitrag/", comment.comment_create, name="comment-create"),
    path("beteiligung/<slug:slug>/aehnliche/", comment.comment_similar, name="comment-similar"),
    path("beteiligung/<slug:slug>/stimme/", vote.topic_vote, name="topic-vote"),
    path("beteiligung/<slug:slug>/ergebnis/", result.result, name="result"),
    path("beteiligung/<slug:slug>/ergebnis.pdf", result.result_report, name="result-pdf"),
    path("beteiligung/<slug:slug>/ergebnis/schreiben/", result.outcome_write, name="outcome-write"),
    path("beteiligung/<slug:slug>/export.csv", result.export, name="export"),
    path("beteiligung/<slug:slug>/punkte/", points.topic_points, name="topic-points"),
    path("beteiligung/<slug:slug>/bogen.pdf", offline.paper_sheet, name="paper-sheet"),
    path("beteiligung/<slug:slug>/umfragen.csv", poll.polls_export, name="polls-export"),
    path("beteiligung/<slug:slug>/umfrage/<int:pk>/", poll.poll, name="poll"),
    path(
        "beteiligung/<slug:slug>/umfrage/<int:pk>/antworten/", poll.poll_answer, name="poll-answer"
    ),
    path("t/<int:pk>/", topic.topic_of_page, name="topic-short"),
    path("beitraege/postfach/", guest.guest_asked, name="guest-asked"),
    path("beitraege/bestaetigen/<str:token>/", guest.guest_confirm, name="guest-confirm"),
    path("beitraege/<int:pk>/", topic.comment, name="comment"),
    path("beitraege/<int:pk>/fassungen/", topic.comment_history, name="comment-history"),
    path(
        "beitraege/<int:pk>/uebersetzung/",
        translation.comment_translation,
        name="comment-translation",
    ),
    path("beitraege/<int:pk>/antworten/", comment.reply_create, name="reply-create"),
    path("beitraege/<int:pk>/aendern/", comment.comment_edit, name="comment-edit"),
    path("beitraege/<int:pk>/zurueckziehen/", comment.comment_withdraw, name="comment-withdraw"),
    path("beitraege/<int:pk>/stimme/", vote.comment_vote, name="comment-vote"),
    path(
        "beteiligung/<slug:slug>/absatz/<int:number>/<slug:section>/<int:place>/",
        passage.passage_comment,
        name="passage-comment",
    ),
    path(
        "beteiligung/<slug:slug>/absatz/<int:number>/<slug:section>/<int:place>/stimme/",
        passage.passage_vote,
        name="passage-vote",
    ),
    path(
        "strategie/fassungen/<int:number>/absatz/<slug:section>/<int:place>/",
        passage.passage,
        name="passage",
    ),
    path(
        "strategie/fassungen/<int:number>/ohne-stelle/",
        passage.without_place,
        name="passages-lost",
    ),
    path(
        PAGE_VERSION + "absatz/<slug:section>/<int:place>/",
        passage.page_passage,
        name="page-passage",
    ),
    path(PAGE_VERSION + "ohne-stelle/", passage.page_without_place, name="page-passages-lost"),
]
