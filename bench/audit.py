"""One fresh process: an audit file of many events is written, or verified. Prints JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from case import forget_peak, memory
from openqof.core.governance.audit import AuditEvent
from openqof.governance.audit import append_all, verify

WHY = "The practice asked for it in writing; the committee saw the figures and agreed."


def invented(many: int) -> Iterator[AuditEvent]:
    """Events of a length that real ones have, a second apart."""
    begun = datetime(2016, 4, 1, 9, tzinfo=UTC)
    for number in range(many):
        when = (begun + timedelta(seconds=number)).isoformat()
        about, value = (
            f"scheme/{number % 97}",
            f'{{"practice":"D{number % 99999:05d}","pounds":"{number}.50"}}',
        )
        yield AuditEvent(f"Officer {number % 7}", when, "secretary", "varied", about, "null", value, WHY)


def main(mode: str, path: Path, many: int) -> None:
    """Seconds by the clock and of the processor, the bytes of the file, and the most memory that was held."""
    forget_peak()
    begun, worked = time.perf_counter(), time.process_time()
    if mode == "write":
        events, whole = append_all(path, invented(many)).events, True
    else:
        found = verify(path)
        events, whole = found.count, found.whole
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    said = {
        "events": events,
        "whole": whole,
        "seconds": seconds,
        "worked": worked,
        "bytes": path.stat().st_size,
    }
    print(json.dumps(said | {"peak": memory("VmHWM")}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
