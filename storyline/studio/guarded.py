"""Requests of browsers on this machine that know a token, and of nobody else: what is not theirs is refused.

A page of another site that is open in the same browser can send requests here, but it knows no token, and the browser
keeps our cookie from it (SameSite=Strict); what comes with a foreign `Origin`, or under another name than ours (`Host`:
DNS rebinding), is refused before anything is looked at.
"""

import json
import logging
import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from storyline.errors import StorylineError

log = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_PATIENCE = 30
"""Seconds in which a request must come in."""
_BLOCK = 1 << 16
_PASSED = 20_000_000
"""Bytes of a refused body that are let pass before the answer; a longer one is cut off."""
NAMES = ("127.0.0.1", "localhost")
"""What browsers may call this machine."""


class GuardedServer(ThreadingHTTPServer):
    """Listens on this machine alone, and has a token."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, handler: "type[Guarded]") -> None:
        """Take a port, any that is free for 0. Raises OSError if it cannot be had."""
        self.token = secrets.token_urlsafe(32)
        super().__init__((NAMES[0], port), handler)

    def server_bind(self) -> None:
        """Without asking the network for our name."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = NAMES[0], self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that goes away in the middle of an answer is no error."""
        log.debug("a request of the studio broke off", exc_info=True)


class RefusalError(Exception):
    """A request that is not answered, and why."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Guarded(BaseHTTPRequestHandler, ABC):
    """Answers such requests, once they have been looked at."""

    server: GuardedServer
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    _has_body = False

    def version_string(self) -> str:
        """Who answers."""
        return "storyline"

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are nobody's concern, and the first of them holds the token."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Errors of the protocol, as JSON like the others."""
        self.close_connection = True
        self.say(HTTPStatus(code), {"error": message or HTTPStatus(code).phrase})

    def do_GET(self) -> None:
        """Something that is to be shown."""
        self._guarded(self.get)

    def do_HEAD(self) -> None:
        """The same without content."""
        self._guarded(self.get)

    def do_POST(self) -> None:
        """Something that comes in."""
        self._guarded(self.post)

    @abstractmethod
    def get(self) -> None:
        """Show what the path names. Raises RefusalError if there is no such thing."""

    @abstractmethod
    def post(self) -> None:
        """Take in what was sent to the path. Raises RefusalError if it is not to be sent there."""

    def _guarded(self, answer: Callable[[], None]) -> None:
        self._has_body = False
        try:
            self._must_be_ours()
            answer()
        except RefusalError as refused:
            self._discard()
            self.say(refused.status, {"error": str(refused)})
        except StorylineError as error:
            self.say(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": str(error)})
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        except Exception:
            log.exception("the studio failed at %s %s", self.command, urlsplit(self.path).path)
            self.close_connection = True
            self.say(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": "a fault of the studio's own; its log says more"})

    def _must_be_ours(self) -> None:
        """Refuse what does not come from our own page."""
        ours = [f"{name}:{self.server.server_port}" for name in NAMES]
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or hosts[0] not in ours:
            raise RefusalError(HTTPStatus.MISDIRECTED_REQUEST, "expected the name of this machine in `Host`")
        if any(origin != f"http://{hosts[0]}" for origin in self.headers.get_all("Origin", [])):
            raise RefusalError(HTTPStatus.FORBIDDEN, "expected a request of the studio's own page")
        url = urlsplit(self.path)
        is_entry = url.path == "/" and self.command in ("GET", "HEAD")
        if self.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none") and not is_entry:
            raise RefusalError(HTTPStatus.FORBIDDEN, "expected a request of the studio's own page")
        given = [*self.headers.get_all("X-Storyline-Token", []), *self._cookies()]
        if is_entry:
            given += parse_qs(url.query).get("token", [])
        expected = self.server.token.encode()
        if not any(secrets.compare_digest(token.encode("utf-8", "replace"), expected) for token in given):
            raise RefusalError(HTTPStatus.FORBIDDEN, "open the address that `storyline studio` printed, with its token")

    def _cookies(self) -> list[str]:
        found = []
        for header in self.headers.get_all("Cookie", []):
            try:
                cookie = SimpleCookie(header).get(self.cookie)
            except CookieError:
                continue
            found += [cookie.value] if cookie else []
        return found

    @property
    def cookie(self) -> str:
        """Cookies do not tell ports apart."""
        return f"storyline-studio-{self.server.server_port}"

    def body(self, kinds: Collection[str], most: int) -> bytes:
        """What was sent, of one of these Content-Types and at most so many bytes. Raises RefusalError if it is not."""
        if self.headers.get_content_type() not in kinds:
            raise RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"expected the Content-Type {' or '.join(kinds)}")
        lengths = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers or len(lengths) != 1 or not re.fullmatch(r"[0-9]{1,18}", lengths[0]):
            raise RefusalError(HTTPStatus.LENGTH_REQUIRED, "expected one Content-Length")
        length = int(lengths[0])
        if length > most:
            raise RefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"expected at most {most:,} bytes; got {length:,}")
        body, self._has_body = self.rfile.read(length), True
        if len(body) != length:
            raise RefusalError(HTTPStatus.BAD_REQUEST, "the request broke off")
        return body

    def _discard(self) -> None:
        """Let the body of a refused request pass, as far as is reasonable: who sends it does not listen before."""
        self.close_connection = True
        length = self.headers.get("Content-Length", "")
        left = int(length) if re.fullmatch(r"[0-9]{1,18}", length) and not self._has_body else 0
        left = left if left <= _PASSED else 0
        while left > 0 and (block := self.rfile.read(min(_BLOCK, left))):
            left -= len(block)

    def say(self, status: HTTPStatus, value: Any) -> None:
        """Answer with JSON."""
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        self.send(status, headers, dumped(value))

    def send(self, status: HTTPStatus, headers: Mapping[str, str], data: bytes | None) -> None:
        """Answer with these bytes, or with none at all."""
        length = {} if data is None else {"Content-Length": str(len(data))}
        self.head(status, {**headers, **length})
        if data and self.command != "HEAD":
            self.wfile.write(data)

    def head(self, status: HTTPStatus, headers: Mapping[str, str]) -> None:
        """Begin an answer."""
        self.send_response(status)
        for name, value in {**_ALWAYS, **headers}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()


def dumped(value: Any) -> bytes:
    """JSON on one line, of ASCII alone: any text goes through."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()
