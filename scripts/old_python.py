"""Say plainly when Python is too old, before anything is installed."""

import sys

if sys.version_info < (3, 11):
    version = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit(
        "OpenQOF needs Python 3.11 or later; this is " + version + ". Name another: make PYTHON=python3.12 …"
    )
