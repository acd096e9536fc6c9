"""A contribution that is new: before it is posted, similar ones are offered once."""

from __future__ import annotations

from django import forms

from .comment import CommentForm


class NewCommentForm(CommentForm):
    # Set once similar contributions were offered: the second sending is the last word.
    confirmed = forms.BooleanField(widget=forms.HiddenInput, required=False)
