"""The strategy's places in the CMS."""

from . import (
    cooperation_hooks,  # noqa: F401  registers itself
    invitation_hooks,  # noqa: F401  registers itself
    progress_hooks,  # noqa: F401  registers itself
    version_hooks,  # noqa: F401  registers itself
)
