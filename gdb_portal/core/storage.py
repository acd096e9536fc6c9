"""Static files with a content hash in their name."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Also follows `import "./x.js"`, which the parent leaves unhashed by default."""

    support_js_module_import_aggregation = True
