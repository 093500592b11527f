"""A server of one file on this machine, which can misbehave in the ways servers do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Behaviour:
    """What the server does with the next requests."""

    body: bytes = b""
    status: int = 200
    ranges: bool = True
    tag: str = '"one"'
    content_type: str = "application/zip"
    stop_after: int | None = None
    wrong_range: bool = False
    leads_to: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    behaviour: Behaviour

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        does = self.behaviour
        does.asked.append(dict(self.headers))
        start = self._start()
        if does.leads_to:
            self.send_response(302)
            self.send_header("Location", does.leads_to)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif does.status != 200:
            self.send_error(does.status)
        elif start is not None and start >= len(does.body):
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{len(does.body)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._send(start)

    def _start(self) -> int | None:
        does = self.behaviour
        asked = self.headers.get("Range")
        same = self.headers.get("If-Range") in (None, does.tag)
        return int(asked.removeprefix("bytes=").rstrip("-")) if asked and does.ranges and same else None

    def _send(self, start: int | None) -> None:
        does = self.behaviour
        body = does.body[start or 0 :]
        self.send_response(200 if start is None else 206)
        self.send_header("Content-Type", does.content_type)
        self.send_header("Content-Length", str(len(body)))
        if does.tag:
            self.send_header("ETag", does.tag)
        if start is not None:
            says = 0 if does.wrong_range else start
            self.send_header("Content-Range", f"bytes {says}-{len(does.body) - 1}/{len(does.body)}")
        self.end_headers()
        self.wfile.write(body if does.stop_after is None else body[: does.stop_after])


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[str]:
    handler = type("Bound", (Handler,), {"behaviour": behaviour})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/files/QOF2324.zip"
        finally:
            server.shutdown()
            thread.join()
