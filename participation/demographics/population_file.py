"""The operator's CSV file with official figures: all of a question's answers, or none of it."""

from __future__ import annotations

import csv
import io

from .enums import Gender, Question
from .options import options_of

COLUMNS = ["merkmal", "auspraegung", "anzahl"]
LARGEST_FILE = 100_000
# Not all statistics count who is registered as diverse, or as nothing.
MAY_BE_MISSING = {Question.GENDER: {Gender.DIVERSE}}

Figures = dict[str, dict[str, int]]


class FileRefused(Exception):
    """What is wrong with the file, line by line; nothing of it was taken over."""

    def __init__(self, *errors: str) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def read_population(data: bytes) -> Figures:
    """Question to answer to number of people. Raises FileRefused with everything that is wrong."""
    if len(data) > LARGEST_FILE:
        raise FileRefused(f"The file is larger than {LARGEST_FILE} bytes.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("The file is not UTF-8.") from None
    separator = ";" if ";" in text.split("\n", 1)[0] else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restkey="more")
    if reader.fieldnames != COLUMNS:
        raise FileRefused(f"The first line must be: {','.join(COLUMNS)}")
    options = options_of()
    figures: Figures = {}
    errors = []
    try:
        for row in reader:
            error = _take(row, options, figures)
            if error:
                errors.append(f"line {reader.line_num}: {error}")
    except csv.Error as error:
        errors.append(f"line {reader.line_num}: {error}")
    errors += _missing(options, figures)
    if errors or not figures:
        raise FileRefused(*(errors or ["There is no figure in the file."]))
    return figures


def _take(row: dict, options: dict[str, dict], figures: Figures) -> str:
    question, option, number = (str(row[name] or "").strip() for name in COLUMNS)
    if "more" in row:
        return "there are more cells than columns"
    if question not in options:
        return f"there is no question {question!r}; there are: {', '.join(options)}"
    if option not in options[question]:
        return f"{question} has no answer {option!r}; there are: {', '.join(options[question])}"
    if not (number.isascii() and number.isdigit() and 0 < int(number) < 10**7):
        return f"{number!r} is no number of people (digits only, no separators)"
    if option in figures.setdefault(question, {}):
        return f"{question}, {option} stands there twice"
    figures[question][option] = int(number)
    return ""


def _missing(options: dict[str, dict], figures: Figures) -> list[str]:
    return [
        f"{question} lacks {option}: a share needs the whole"
        for question, numbers in figures.items()
        for option in options[question]
        if option not in numbers and option not in MAY_BE_MISSING.get(Question(question), set())
    ]
