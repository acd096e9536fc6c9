"""Topics on which planted people voted; who they are does not matter, only how they vote."""

from participation.enums import CommentStatus
from participation.models import Comment, Vote
from participation.opinion.planted import plant
from tests.factories.accounts import UserFactory
from tests.factories.participation import HOSTILE, CommentFactory

VALUES = {1: "agree", -1: "disagree"}


def vote_in_groups(topic, people=(48, 36), contributions=14, seed=3):
    """Published contributions of the topic and votes of that many people; returns the comments."""
    author = UserFactory()
    comments = [
        CommentFactory(topic=topic, author=author, published=True, text=f"{HOSTILE} {number}")
        for number in range(contributions)
    ]
    ballots, _member = plant(list(people), contributions, answered=0.9, seed=seed, sure=0.93)
    cast(topic, comments, ballots)
    return comments


def cast(topic, comments, ballots):
    """Write these ballots as votes of new people, and count them as the services would do."""
    voters = UserFactory.create_batch(ballots.people)
    Vote.objects.bulk_create(
        Vote(topic=topic, comment=comments[column], voter=voters[row], value=VALUES[value])
        for (row, column), value in _given(ballots.votes)
    )
    for column, comment in enumerate(comments):
        comment.agree_count = int((ballots.votes[:, column] == 1).sum())
        comment.disagree_count = int((ballots.votes[:, column] == -1).sum())
    Comment.objects.bulk_update(comments, ["agree_count", "disagree_count"])
    return voters


def hide_quietly(comment):
    Comment.objects.filter(pk=comment.pk).update(status=CommentStatus.HIDDEN, rule="1")


def _given(votes):
    for row in range(votes.shape[0]):
        for column in range(votes.shape[1]):
            if votes[row, column]:
                yield (row, column), int(votes[row, column])
