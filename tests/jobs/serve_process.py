"""`tipstaff serve` without its look at tables and static files: `serve_process.py PORT`."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tipstaff.config.settings")

from tipstaff.commands import serve

sys.exit(serve.run("127.0.0.1", int(sys.argv[1]), 1))
