"""A web server that breaks the rules on purpose, for the tests of everything that must not break with it.

It speaks HTTP by hand over sockets, on loopback, so that it can stop, lie and cut at any byte. A fault is a function from
a `Hit` to the steps of an answer: bytes to send, seconds to wait (float), or `RESET` to break the connection.
"""

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

RESET = object()
Step = bytes | float | object
Fault = Callable[["Hit"], Iterable[Step]]


@dataclass
class Hit:
    """One request as it arrived."""

    host: str
    path: str
    at: float
    headers: dict[str, str] = field(default_factory=dict)
    number: int = 1
    """Which request to this host and path it is, from 1."""


def answer(body: bytes | str = b"", status: str = "200 OK", length: int | None = None, **headers: str) -> bytes:
    """One whole answer. `length` lies about the body; names with underscores become header names."""
    data = body.encode() if isinstance(body, str) else body
    fields = {"Content_Type": "text/html; charset=utf-8", **headers}
    lines = [f"HTTP/1.1 {status}", "Connection: close", f"Content-Length: {len(data) if length is None else length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data


def always(body: bytes | str, status: str = "200 OK", **headers: str) -> Fault:
    """The fault that is none: the same answer to everybody."""
    return lambda _: [answer(body, status, **headers)]


def redirect(target: str, status: str = "302 Found") -> bytes:
    return answer(b"", status, Location=target)


class MisbehavingServer:
    """Serves `faults` by path (the longest prefix ending in `*` wins after exact paths) until closed."""

    def __init__(self, faults: dict[str, Fault], address: str = "127.0.0.1", context: ssl.SSLContext | None = None):
        self.faults = faults
        self.hits: list[Hit] = []
        self._context = context
        self._lock = threading.Lock()
        self._socket = socket.create_server((address, 0), backlog=64)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def url(self, host: str, path: str) -> str:
        return f"http{'s' if self._context else ''}://{host}:{self.port}{path}"

    def hits_of(self, host: str, path: str | None = None) -> list[Hit]:
        """The requests to a host, robots.txt left out; with `path`, those to it."""
        hits = [hit for hit in self.hits if hit.host == host]
        return [hit for hit in hits if hit.path == path or (path is None and hit.path != "/robots.txt")]

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            hit = self._read(connection)
            for step in self._fault(hit.path)(hit):
                if step is RESET:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    break
                if isinstance(step, bytes):
                    connection.sendall(step)
                else:
                    time.sleep(step)
        connection.close()

    def _read(self, connection: socket.socket) -> Hit:
        connection.settimeout(30)
        data = b""
        while b"\r\n\r\n" not in data:
            received = connection.recv(65536)
            if not received:
                raise ValueError("gone")
            data += received
        first, *lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        hit = Hit(headers.get("host", "").partition(":")[0], first.split(" ")[1], time.time(), headers)
        with self._lock:
            self.hits.append(hit)
            hit.number = sum((other.host, other.path) == (hit.host, hit.path) for other in self.hits)
        return hit

    def _fault(self, path: str) -> Fault:
        if path in self.faults:
            return self.faults[path]
        plain = path.partition("?")[0]
        if plain in self.faults:
            return self.faults[plain]
        fits = [key for key in self.faults if key.endswith("*") and path.startswith(key[:-1])]
        return self.faults[max(fits, key=len)] if fits else lambda _: [answer("<p>Không có.</p>", "404 Not Found")]
