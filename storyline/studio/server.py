"""The session over HTTP, for browsers on this machine that know its token, and for nobody else.

A page of another site that is open in the same browser can send requests here, but it knows no token, and the browser
keeps our cookie from it (SameSite=Strict); what comes with a foreign `Origin`, or under another name than ours (`Host`:
DNS rebinding), is refused before anything is looked at. Nothing that a request says becomes the name of a file: shots
are looked up in the storyboard, the page's files in what is installed.
"""

import hashlib
import json
import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from queue import Empty, Full, Queue
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from storyline.errors import SetupError, StorylineError
from storyline.studio.drawing import Drawing
from storyline.studio.manuscript import Manuscript
from storyline.studio.session import Event, Session

log = logging.getLogger(__name__)

MOST_BYTES = 2_000_000
"""Of a request's body."""
MOST_STREAMS = 32
"""Pages that listen at once."""
_SILENCE = 15.0
"""Seconds after which a stream of events says that it is there."""
_BEHIND = 1000
"""Events that a page may be behind; then its stream ends, and it asks anew."""
_PATIENCE = 30
"""Seconds in which a request must come in."""
_BLOCK = 1 << 16
_PASSED = 20_000_000
"""Bytes of a refused body that are let pass before the answer; a longer one is cut off."""

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
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
"""What the page's files are."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_NAMES = ("127.0.0.1", "localhost")
"""What browsers may call this machine."""


class Studio:
    """A session, served on this machine until it is closed."""

    def __init__(self, manuscript: Manuscript, drawing: Drawing, port: int = 0) -> None:
        """Take a port, any that is free for 0; `serve` answers on it.

        Raises:
            SetupError: the port cannot be had.
        """
        self.session = Session(
            manuscript, drawing, address=lambda shot, clip: f"/clip/{quote(shot, safe='')}?take={_tag(clip)}"
        )
        self.token = secrets.token_urlsafe(32)
        try:
            self._server = _Server(self, port)
        except OSError as error:
            raise SetupError(f"--port {port}: {error.strerror}; choose another, or 0 for any that is free") from None
        self.port: int = self._server.server_address[1]
        self._serves = False

    @property
    def url(self) -> str:
        """Where the page is, for who may see it."""
        return f"http://{_NAMES[0]}:{self.port}/?token={self.token}"

    def serve(self) -> None:
        """Answer requests until `close` is called, or the process is interrupted."""
        self._serves = True
        self._server.serve_forever(poll_interval=0.2)

    def close(self) -> None:
        """Answer no more."""
        self._server.closing = True
        if self._serves:
            self._server.shutdown()
        self._server.server_close()
        self.session.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, studio: Studio, port: int) -> None:
        self.studio, self.closing, self.streams = studio, False, 0
        super().__init__((_NAMES[0], port), _Handler)

    def server_bind(self) -> None:
        """Without asking the network for our name."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = _NAMES[0], self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that goes away in the middle of an answer is no error."""
        log.debug("a request of the studio broke off", exc_info=True)


class _RefusalError(Exception):
    """A request that is not answered, and why."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    _has_body = False

    def version_string(self) -> str:
        """Who answers."""
        return "storyline"

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are nobody's concern, and the first of them holds the token."""

    def do_GET(self) -> None:
        """The page, its files, events, thumbnails and clips."""
        self._guarded(self._get)

    def do_HEAD(self) -> None:
        """The same without content."""
        self._guarded(self._get)

    def do_POST(self) -> None:
        """A request to the session."""
        self._guarded(self._post)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Errors of the protocol, as JSON like the others."""
        self.close_connection = True
        self._json(HTTPStatus(code), {"error": message or HTTPStatus(code).phrase})

    def _guarded(self, answer: Any) -> None:
        self._has_body = False
        try:
            self._must_be_ours()
            answer()
        except _RefusalError as refused:
            self._discard()
            self._json(refused.status, {"error": str(refused)})
        except StorylineError as error:
            self._json(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": str(error)})
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        except Exception:
            log.exception("the studio failed at %s %s", self.command, urlsplit(self.path).path)
            self.close_connection = True
            self._json(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": "a fault of the studio's own; its log says more"})

    def _must_be_ours(self) -> None:
        """Refuse what does not come from our own page."""
        ours = [f"{name}:{self.server.studio.port}" for name in _NAMES]
        hosts = self.headers.get_all("Host", [])
        if len(hosts) != 1 or hosts[0] not in ours:
            raise _RefusalError(HTTPStatus.MISDIRECTED_REQUEST, "expected the name of this machine in `Host`")
        if any(origin != f"http://{hosts[0]}" for origin in self.headers.get_all("Origin", [])):
            raise _RefusalError(HTTPStatus.FORBIDDEN, "expected a request of the studio's own page")
        url = urlsplit(self.path)
        is_entry = url.path == "/" and self.command in ("GET", "HEAD")
        if self.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none") and not is_entry:
            raise _RefusalError(HTTPStatus.FORBIDDEN, "expected a request of the studio's own page")
        given = [*self.headers.get_all("X-Storyline-Token", []), *self._cookies()]
        if is_entry:
            given += parse_qs(url.query).get("token", [])
        expected = self.server.studio.token.encode()
        if not any(secrets.compare_digest(token.encode("utf-8", "replace"), expected) for token in given):
            raise _RefusalError(
                HTTPStatus.FORBIDDEN, "open the address that `storyline studio` printed, with its token"
            )

    def _cookies(self) -> list[str]:
        found = []
        for header in self.headers.get_all("Cookie", []):
            try:
                cookie = SimpleCookie(header).get(self._cookie)
            except CookieError:
                continue
            found += [cookie.value] if cookie else []
        return found

    @property
    def _cookie(self) -> str:
        """Cookies do not tell ports apart."""
        return f"storyline-studio-{self.server.studio.port}"

    def _post(self) -> None:
        if urlsplit(self.path).path != "/ask":
            raise _RefusalError(HTTPStatus.NOT_FOUND, "there is nothing here")
        body = self._body()
        try:
            request = json.loads(body)
        except (ValueError, RecursionError):
            raise _RefusalError(HTTPStatus.BAD_REQUEST, "expected JSON in UTF-8") from None
        self._json(HTTPStatus.OK, self.server.studio.session.answer(request))

    def _body(self) -> bytes:
        if self.headers.get_content_type() != "application/json":
            raise _RefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "expected the Content-Type application/json")
        lengths = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers or len(lengths) != 1 or not re.fullmatch(r"[0-9]{1,18}", lengths[0]):
            raise _RefusalError(HTTPStatus.LENGTH_REQUIRED, "expected one Content-Length")
        length = int(lengths[0])
        if length > MOST_BYTES:
            raise _RefusalError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"expected at most {MOST_BYTES:,} bytes; got {length:,}"
            )
        body, self._has_body = self.rfile.read(length), True
        if len(body) != length:
            raise _RefusalError(HTTPStatus.BAD_REQUEST, "the request broke off")
        return body

    def _discard(self) -> None:
        """Let the body of a refused request pass, as far as is reasonable: who sends it does not listen before."""
        self.close_connection = True
        length = self.headers.get("Content-Length", "")
        left = int(length) if re.fullmatch(r"[0-9]{1,18}", length) and not self._has_body else 0
        left = left if left <= _PASSED else 0
        while left > 0 and (block := self.rfile.read(min(_BLOCK, left))):
            left -= len(block)

    def _get(self) -> None:
        url = urlsplit(self.path)
        parts = [unquote(part) for part in url.path.split("/")[1:]]
        match parts:
            case [""]:
                entered = {
                    "Set-Cookie": f"{self._cookie}={self.server.studio.token}; Path=/; SameSite=Strict; HttpOnly"
                }
                self._page("index.html", entered)
            case ["events"]:
                self._events()
            case ["thumbnail", shot, panel] if panel.isascii() and panel.isdecimal() and len(panel) < 7:
                self._thumbnail(shot, int(panel), parse_qs(url.query))
            case ["clip", shot]:
                self._clip(shot)
            case [name]:
                self._page(name, {})
            case _:
                raise _RefusalError(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _page(self, name: str, headers: Mapping[str, str]) -> None:
        data = _page_file(name)
        if data is None:
            raise _RefusalError(HTTPStatus.NOT_FOUND, "there is nothing here")
        kind = {"Content-Type": _KINDS[Path(name).suffix], "Cache-Control": "no-store"}
        self._send(HTTPStatus.OK, kind | dict(headers), data)

    def _thumbnail(self, shot: str, panel: int, query: Mapping[str, Sequence[str]]) -> None:
        width, place = query.get("width", ["320"])[0], query.get("view") == ["place"]
        if not (width.isascii() and width.isdecimal() and len(width) < 6):
            raise _RefusalError(HTTPStatus.BAD_REQUEST, "width: expected pixels")
        session = self.server.studio.session
        try:
            wanted = session.drawing.thumbnail(session.board, shot, panel, int(width), place=place)
        except KeyError:
            raise _RefusalError(HTTPStatus.NOT_FOUND, "there is no such panel") from None
        headers = {"ETag": f'"{wanted.tag}"', "Cache-Control": "private, no-cache"}
        if self.headers.get("If-None-Match") == headers["ETag"]:
            self._send(HTTPStatus.NOT_MODIFIED, headers, None)
        else:
            self._send(HTTPStatus.OK, headers | {"Content-Type": "image/jpeg"}, session.drawing.jpeg(wanted))

    def _clip(self, shot: str) -> None:
        clip = self.server.studio.session.clip(shot)
        if clip is None or not clip.is_file():
            raise _RefusalError(HTTPStatus.NOT_FOUND, "this shot has not been rendered")
        with clip.open("rb") as file:
            size = clip.stat().st_size
            headers = {
                "Content-Type": "video/mp4",
                "Accept-Ranges": "bytes",
                "ETag": f'"{_tag(clip)}"',
                "Cache-Control": "private, no-cache",
            }
            status, start, end = HTTPStatus.OK, 0, size
            asked = _RANGE.fullmatch(self.headers.get("Range", ""))
            if asked and (asked[1] or asked[2]) and self.headers.get("If-Range", headers["ETag"]) == headers["ETag"]:
                status = HTTPStatus.PARTIAL_CONTENT
                start = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
                end = min(size, int(asked[2]) + 1) if asked[1] and asked[2] else size
                if start >= end:
                    headers = {"Content-Range": f"bytes */{size}"}
                    self._send(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers, b"")
                    return
                headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
            self._head(status, headers | {"Content-Length": str(end - start)})
            file.seek(start)
            while start < end and self.command != "HEAD" and (block := file.read(min(_BLOCK, end - start))):
                self.wfile.write(block)
                start += len(block)

    def _events(self) -> None:
        """Events as they come, each a message, until the page goes away; the state first."""
        self.close_connection = True
        if self.server.streams >= MOST_STREAMS:
            raise _RefusalError(HTTPStatus.SERVICE_UNAVAILABLE, "too many pages are open")
        heard: Queue[Event | None] = Queue(_BEHIND)

        def put(event: Event) -> None:
            try:
                heard.put_nowait(event)
            except Full:  # it asks anew
                unlisten()
                with heard.mutex:
                    heard.queue.clear()
                heard.put_nowait(None)

        self.server.streams += 1
        session = self.server.studio.session
        unlisten = session.listen(put)
        try:
            self._head(HTTPStatus.OK, {"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
            if self.command == "HEAD":
                return
            event: Event | None = {"event": "state", "state": session.state()}
            while event is not None and not self.server.closing:
                self.wfile.write(b": here\n\n" if not event else b"data: " + _dumped(event) + b"\n\n")
                self.wfile.flush()
                try:
                    event = heard.get(timeout=_SILENCE)
                except Empty:
                    event = {}
        finally:
            unlisten()
            self.server.streams -= 1

    def _json(self, status: HTTPStatus, value: Any) -> None:
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        self._send(status, headers, _dumped(value))

    def _send(self, status: HTTPStatus, headers: Mapping[str, str], data: bytes | None) -> None:
        length = {} if data is None else {"Content-Length": str(len(data))}
        self._head(status, {**headers, **length})
        if data and self.command != "HEAD":
            self.wfile.write(data)

    def _head(self, status: HTTPStatus, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**_ALWAYS, **headers}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()


def _page_file(name: str) -> bytes | None:
    """One of the page's files; None if there is none of that name among them."""
    installed = files(__package__).joinpath("page")
    found = next((file for file in installed.iterdir() if file.name == name and file.is_file()), None)
    return found.read_bytes() if found is not None and Path(name).suffix in _KINDS else None


def _dumped(value: Any) -> bytes:
    """JSON on one line, of ASCII alone: any text goes through."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def _tag(clip: Path) -> str:
    """Another one for each clip: their names are made of what they show."""
    return hashlib.sha256(str(clip).encode()).hexdigest()[:16]
