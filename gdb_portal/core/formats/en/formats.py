"""25 November 2026, 20:10: as Europe writes English dates, not as Django's American default."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATE_FORMAT = "d/m/Y"
