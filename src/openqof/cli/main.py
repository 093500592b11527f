"""The openqof command: how it starts, and how it ends when it is stopped or cannot write."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress

from openqof.core.changed import CHANGED

FAILED, STOPPED, NOBODY_READS = 1, 130, 141
"""Exit codes beside those of the commands: 128 and the signal, as shells have it."""


def main() -> None:
    """Run the command line; stopped at any moment, or with nowhere to write, it ends without a trace."""
    try:
        code = _run()
    except KeyboardInterrupt:
        code = _stopped()
    except BrokenPipeError:
        code = NOBODY_READS
    except OSError as error:
        code = _failed(error)
    _hush()
    sys.exit(code)


def _run() -> int | str | None:
    """The exit code of the command; only the one asked for is loaded, so that it answers at once."""
    from openqof.cli.commands import MODULES, build

    asked, output = sys.argv[1] if len(sys.argv) > 1 else "", sys.stdout
    try:
        build([asked] if asked in MODULES else MODULES)()
        code: int | str | None = 0
    except SystemExit as leaving:
        code = leaving.code
    if sys.stdout is not output:  # what Typer leaves behind when the reader of a pipe has gone
        return NOBODY_READS
    output.flush()
    return code


def _stopped() -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):
        print("Stopped." if CHANGED else "Stopped. Nothing was changed.", file=sys.stderr)
    return STOPPED


def _failed(error: OSError) -> int:
    where = f"{error.filename}: " if error.filename else "The output cannot be written: "
    with suppress(OSError):
        print(f"{where}{error.strerror or error}.", file=sys.stderr)
    return FAILED


def _hush() -> None:
    """Let what is still unwritten go nowhere, so that closing it raises no error of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
