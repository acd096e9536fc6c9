"""Static files with a content hash in their name, and the style sheets as one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SITE_CSS: Final = "css/site.css"
IMPORT: Final = re.compile(r'@import url\("([^"]+)"\);')
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENT: Final = re.compile(r"\n\s*")


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Also follows `import "./x.js"`, which the parent leaves unhashed by default.

    In development the browser follows the imports of `css/site.css` itself; for everybody else
    they are put into it, because each import would cost a reader one more way there and back.
    """

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool]]:
        if SITE_CSS in paths and not dry_run:
            self._save_site_css(paths)
            paths = {**paths, SITE_CSS: (self, SITE_CSS)}
        yield from super().post_process(paths, dry_run, **options)

    def _save_site_css(self, paths: dict[str, Any]) -> None:
        text = IMPORT.sub(lambda match: _read(paths, f"css/{match[1]}"), _read(paths, SITE_CSS))
        text = INDENT.sub("\n", COMMENT.sub("", text)).strip() + "\n"
        self.delete(SITE_CSS)
        self._save(SITE_CSS, ContentFile(text.encode()))


def _read(paths: dict[str, Any], name: str) -> str:
    """A style sheet as its author wrote it. Those in `components/` may not name other files."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
