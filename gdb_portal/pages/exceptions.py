"""What the services of the portal's own pages refuse."""


class CanNotSend(Exception):
    """An issue of the newsletter can't be sent or stopped; the argument is the reason in a word."""


class CanNotSubmit(Exception):
    """A page can't be submitted for approval now; the argument says why, in German."""
