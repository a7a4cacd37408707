"""A small web server in the test's process: it counts what it is asked, answers as its class says, and takes its time."""

import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers beside type and length, body."""


class CountedServer(ABC):
    """Serves on a port of its own from the moment it is made; subclasses say what stands at a path."""

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay
        self.asked: Counter[str] = Counter()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.asked[self.path] += 1
                status, headers, body = server.answer(self.path, self.headers)
                time.sleep(server.delay)
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                """A killed client is what some tests are about."""

        self._server = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.base = f"http://127.0.0.1:{self._server.server_port}"

    @abstractmethod
    def answer(self, path: str, headers: Any) -> Answer:
        """What stands at a path now."""

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
