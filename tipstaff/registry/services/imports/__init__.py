"""A file on its way into the record: received, checked, shown, and committed whole or not at all (security rule F4)."""

from tipstaff.registry.services.imports.checking import import_check
from tipstaff.registry.services.imports.committing import import_commit, import_confirm
from tipstaff.registry.services.imports.loading import commit, load_frames, load_path
from tipstaff.registry.services.imports.mapping import import_map
from tipstaff.registry.services.imports.receiving import import_receive, import_withdraw
from tipstaff.registry.services.imports.starting import check_start, commit_start, job_of, settle, work_stop

__all__ = [
    "check_start",
    "commit",
    "commit_start",
    "import_check",
    "import_commit",
    "import_confirm",
    "import_map",
    "import_receive",
    "import_withdraw",
    "job_of",
    "load_frames",
    "load_path",
    "settle",
    "work_stop",
]
