"""What a WSGI server and the flask command load; without complete settings it says so, and ends."""

import os
import sys

from app import from_environment
from app.config import Incomplete

#: With any other code gunicorn would start a worker again and again.
WORKER_BOOT_ERROR = 3

try:
    app = from_environment()
except Incomplete as faults:
    sys.stderr.write(f"{faults}\n")
    sys.exit(WORKER_BOOT_ERROR if os.environ.get("SERVER_SOFTWARE", "").startswith("gunicorn") else 2)
