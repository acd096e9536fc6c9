"""What is not possible with an account."""


class NotAGuest(Exception):
    """The address or the link belongs to an account, or to nobody any more."""
