"""Which environment variables the settings read, found in their source."""

import ast
from pathlib import Path

from django.conf import settings

READERS = {"env_str", "env_secret", "env_bool", "env_list"}


def settings_variables() -> set[str]:
    return {
        name
        for path in (settings.BASE_DIR / "gdb_portal" / "settings").glob("*.py")
        for name in variables_in(path)
    }


def variables_in(path: Path) -> set[str]:
    """Names that are read directly, and those of a loop that reads each of its names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in READERS:
            found |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
        if isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
            called = {
                getattr(inner.func, "id", "")
                for inner in ast.walk(node)
                if isinstance(inner, ast.Call)
            }
            if called & READERS:
                found |= {item.value for item in node.iter.elts}
    return found
