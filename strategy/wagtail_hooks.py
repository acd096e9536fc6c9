"""The strategy's places in the CMS."""

from . import (
    invitation_hooks,  # noqa: F401  registers itself
    progress_hooks,  # noqa: F401  registers itself
    version_hooks,  # noqa: F401  registers itself
)
