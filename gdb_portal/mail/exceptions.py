"""What can go wrong with a mail, beyond the mail server."""


class CanNotResend(Exception):
    """The mail still waits, held a secret, or we no longer know where to."""
