"""What the services of the portal's own pages refuse."""


class CanNotSend(Exception):
    """An issue of the newsletter can't be sent or stopped; the argument is the reason in a word."""
