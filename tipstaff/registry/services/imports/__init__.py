"""A file on its way into the record: received, checked, shown, and committed whole or not at all (security rule F4)."""

from tipstaff.registry.services.imports.checking import import_check
from tipstaff.registry.services.imports.committing import import_commit, import_confirm
from tipstaff.registry.services.imports.loading import load_frames, load_path
from tipstaff.registry.services.imports.receiving import import_receive, import_withdraw

__all__ = [
    "import_check",
    "import_commit",
    "import_confirm",
    "import_receive",
    "import_withdraw",
    "load_frames",
    "load_path",
]
