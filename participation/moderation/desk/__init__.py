"""The moderators' desk in the CMS: the queue, one comment with its whole story, decisions."""
