"""Addresses of participation."""

from django.urls import path

from .views import comment, topic, vote

app_name = "participation"

urlpatterns = [
    path("beteiligung/", topic.topic_list, name="topics"),
    path("beteiligung/<slug:slug>/", topic.topic, name="topic"),
    path("beteiligung/<slug:slug>/beitrag/", comment.comment_create, name="comment-create"),
    path("beteiligung/<slug:slug>/stimme/", vote.topic_vote, name="topic-vote"),
    path("t/<int:pk>/", topic.topic_of_page, name="topic-short"),
    path("beitraege/<int:pk>/", topic.comment, name="comment"),
    path("beitraege/<int:pk>/antworten/", comment.reply_create, name="reply-create"),
    path("beitraege/<int:pk>/aendern/", comment.comment_edit, name="comment-edit"),
    path("beitraege/<int:pk>/zurueckziehen/", comment.comment_withdraw, name="comment-withdraw"),
    path("beitraege/<int:pk>/stimme/", vote.comment_vote, name="comment-vote"),
]
