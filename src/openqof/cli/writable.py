"""Whether what a command is to write can be written, asked before the work and not after it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from openqof.cli.common import wrong_usage


def check_file(option: str, path: Path | None) -> None:
    """Wrong usage where the file that an option names cannot be written; None is no file."""
    if path is not None and (why := _asked(_why_no_file, path)):
        wrong_usage(f"{option} {path}: it cannot be written: {why}.")


def check_folder(option: str, path: Path | None) -> None:
    """Wrong usage where files cannot be written into a folder that may have to be made; None is no folder."""
    if path is not None and (why := _asked(_why_no_folder, path)):
        wrong_usage(f"{option} {path}: it cannot be written: {why}.")


def _asked(why: Callable[[Path], str], path: Path) -> str:
    try:
        return why(path)
    except OSError as error:
        return error.strerror or "it is no path"


def _why_no_file(path: Path) -> str:
    if path.is_dir():
        return "it is a folder"
    if path.exists():
        return "" if os.access(path, os.W_OK) else "it may not be changed"
    return _why_no_folder(path.parent) if path.parent.exists() else f"there is no folder {path.parent}"


def _why_no_folder(path: Path) -> str:
    """The folder, or the nearest above it that is there, has to take new files."""
    there = next(each for each in (path, *path.parents) if each.exists())
    if not there.is_dir():
        return f"{there} is no folder"
    return "" if os.access(there, os.W_OK | os.X_OK) else f"nothing may be written in {there}"
