"""What this process has changed so far, so that a command which is stopped says no more than is true."""

from __future__ import annotations

from pathlib import Path

CHANGED: set[Path] = set()
"""The stores put in place, each named just before it is."""
