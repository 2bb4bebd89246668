"""The session over HTTP, for browsers on this machine that know its token, and for nobody else.

Who that is, `studio.guarded` finds out. Nothing that a request says becomes the name of a file: shots are looked up in
the storyboard, takes among those that are kept, the page's files in what is installed.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path
from queue import Empty, Full, Queue
from urllib.parse import parse_qs, quote, unquote, urlsplit

from storyline.errors import SetupError
from storyline.schema.take import Take
from storyline.studio import pictures, takes
from storyline.studio.answers import answer
from storyline.studio.drawing import Drawing, OutdatedError
from storyline.studio.guarded import NAMES, Guarded, GuardedServer, RefusalError, dumped
from storyline.studio.jobs import Event
from storyline.studio.manuscript import Manuscript
from storyline.studio.session import Session

MOST_BYTES = 2_000_000
"""Of a request's body."""
MOST_STREAMS = 32
"""Pages that listen at once."""
_SILENCE = 15.0
"""Seconds after which a stream of events says that it is there."""
_BEHIND = 1000
"""Events that a page may be behind; then its stream ends, and it asks anew."""
_BLOCK = 1 << 16
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
"""What the page's files are."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_PICTURES = ("image/png", "image/jpeg", "image/webp")
_WIDTH = 480
"""Of the picture of a take, in pixels."""


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
        try:
            self._server = _Server(self.session, port)
        except OSError as error:
            raise SetupError(f"--port {port}: {error.strerror}; choose another, or 0 for any that is free") from None
        self.port, self.token = self._server.server_port, self._server.token
        self._serves = False

    @property
    def url(self) -> str:
        """Where the page is, for who may see it."""
        return f"http://{NAMES[0]}:{self.port}/?token={self.token}"

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


class _Server(GuardedServer):
    def __init__(self, session: Session, port: int) -> None:
        self.session, self.closing, self.streams = session, False, 0
        super().__init__(port, _Handler)


class _Handler(Guarded):
    server: _Server

    def post(self) -> None:
        """A request to the session, or a picture for it."""
        url = urlsplit(self.path)
        match url.path:
            case "/ask":
                self._ask()
            case "/picture":
                self._picture(parse_qs(url.query))
            case _:
                raise RefusalError(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _ask(self) -> None:
        try:
            request = json.loads(self.body(("application/json",), MOST_BYTES))
        except (ValueError, RecursionError):
            raise RefusalError(HTTPStatus.BAD_REQUEST, "expected JSON in UTF-8") from None
        self.say(HTTPStatus.OK, answer(self.server.session, request))

    def _picture(self, query: Mapping[str, Sequence[str]]) -> None:
        """A picture for a panel: its bytes are the body, what it is for stands in the address."""
        body = self.body(_PICTURES, pictures.MOST_BYTES)
        numbers = {name: query.get(name, [""])[0] for name in ("panel", "version")}
        if not all(text.isascii() and text.isdecimal() and len(text) < 10 for text in numbers.values()):
            raise RefusalError(HTTPStatus.BAD_REQUEST, "expected the numbers `panel` and `version`")
        request = {"ask": "supply", "shot": query.get("shot", [""])[0]} | {k: int(v) for k, v in numbers.items()}
        self.say(HTTPStatus.OK, answer(self.server.session, request, body))

    def get(self) -> None:
        """The page, its files, events, thumbnails, clips and takes."""
        url = urlsplit(self.path)
        parts = [unquote(part) for part in url.path.split("/")[1:]]
        match parts:
            case [""]:
                entered = {"Set-Cookie": f"{self.cookie}={self.server.token}; Path=/; SameSite=Strict; HttpOnly"}
                self._page("index.html", entered)
            case ["events"]:
                self._events()
            case ["thumbnail", shot, panel] if panel.isascii() and panel.isdecimal() and len(panel) < 7:
                self._thumbnail(shot, int(panel), parse_qs(url.query))
            case ["clip", shot]:
                self._clip(shot)
            case ["take", digest]:
                self._take(digest)
            case ["take", digest, "picture"]:
                self._first_frame(digest)
            case [name]:
                self._page(name, {})
            case _:
                raise RefusalError(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _page(self, name: str, headers: Mapping[str, str]) -> None:
        data = _page_file(name)
        if data is None:
            raise RefusalError(HTTPStatus.NOT_FOUND, "there is nothing here")
        kind = {"Content-Type": _KINDS[Path(name).suffix], "Cache-Control": "no-store"}
        self.send(HTTPStatus.OK, kind | dict(headers), data)

    def _thumbnail(self, shot: str, panel: int, query: Mapping[str, Sequence[str]]) -> None:
        width, place = query.get("width", ["320"])[0], query.get("view") == ["place"]
        if not (width.isascii() and width.isdecimal() and len(width) < 6):
            raise RefusalError(HTTPStatus.BAD_REQUEST, "width: expected pixels")
        session = self.server.session
        try:
            wanted = session.drawing.thumbnail(session.board, shot, panel, int(width), place=place)
        except KeyError:
            raise RefusalError(HTTPStatus.NOT_FOUND, "there is no such panel") from None
        headers = {"ETag": f'"{wanted.tag}"', "Cache-Control": "private, no-cache"}
        if self.headers.get("If-None-Match") == headers["ETag"]:
            self.send(HTTPStatus.NOT_MODIFIED, headers, None)
        else:
            try:
                picture = session.drawing.jpeg(wanted)
            except OutdatedError as error:
                raise RefusalError(HTTPStatus.NOT_FOUND, str(error)) from None
            self.send(HTTPStatus.OK, headers | {"Content-Type": "image/jpeg"}, picture)

    def _clip(self, shot: str) -> None:
        clip = self.server.session.clip(shot)
        if clip is None or not clip.is_file():
            raise RefusalError(HTTPStatus.NOT_FOUND, "this shot has not been rendered")
        self._video(clip)

    def _take(self, digest: str) -> None:
        session = self.server.session
        self._video(session.drawing.take(self._known(digest), session.board))

    def _first_frame(self, digest: str) -> None:
        picture = self.server.session.drawing.first_frame(self._known(digest), _WIDTH)
        self.send(HTTPStatus.OK, {"Content-Type": "image/jpeg", "Cache-Control": "private, max-age=3600"}, picture)

    def _known(self, digest: str) -> Take:
        try:
            return takes.known(self.server.session.root, digest)
        except KeyError:
            raise RefusalError(HTTPStatus.NOT_FOUND, "there is no such take") from None

    def _video(self, clip: Path) -> None:
        """All of a clip, or the part that is asked for."""
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
                    self.send(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers, b"")
                    return
                headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
            self.head(status, headers | {"Content-Length": str(end - start)})
            file.seek(start)
            while start < end and self.command != "HEAD" and (block := file.read(min(_BLOCK, end - start))):
                self.wfile.write(block)
                start += len(block)

    def _events(self) -> None:
        """Events as they come, each a message, until the page goes away; the state first."""
        self.close_connection = True
        if self.server.streams >= MOST_STREAMS:
            raise RefusalError(HTTPStatus.SERVICE_UNAVAILABLE, "too many pages are open")
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
        session = self.server.session
        unlisten = session.listen(put)
        try:
            self.head(HTTPStatus.OK, {"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
            if self.command == "HEAD":
                return
            event: Event | None = {"event": "state", "state": session.state()}
            while event is not None and not self.server.closing:
                self.wfile.write(b": here\n\n" if not event else b"data: " + dumped(event) + b"\n\n")
                self.wfile.flush()
                try:
                    event = heard.get(timeout=_SILENCE)
                except Empty:
                    event = {}
        finally:
            unlisten()
            self.server.streams -= 1


def _page_file(name: str) -> bytes | None:
    """One of the page's files; None if there is none of that name among them."""
    installed = files(__package__).joinpath("page")
    found = next((file for file in installed.iterdir() if file.name == name and file.is_file()), None)
    return found.read_bytes() if found is not None and Path(name).suffix in _KINDS else None


def _tag(clip: Path) -> str:
    """Another one for each clip: their names are made of what they show."""
    return hashlib.sha256(str(clip).encode()).hexdigest()[:16]
