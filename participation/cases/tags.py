"""By which names the page cache knows what shows cases."""

from typing import Final

# Lists, statistics and effects: whatever counts or names more than one case.
CASES: Final = "cases"


def case_tag(pk: int) -> str:
    return f"case:{pk}"
