"""The studio's server: it answers its own page, and nobody else."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from PIL import Image

from storyline.errors import SetupError
from storyline.film.shoot import shoot
from storyline.schema.base import ShotId
from storyline.studio import pictures
from storyline.studio.drawing import Drawing
from storyline.studio.guarded import POLICY
from storyline.studio.manuscript import open_manuscript
from storyline.studio.server import MOST_BYTES, Studio
from tests.studio.tiny import TINY

CHANGE = {"id": 1, "ask": "change", "version": 1, "changes": [{"do": "set", "at": ["title"], "value": "hacked"}]}


def _picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (128, 72), "red").save(data, format="PNG")
    return data.getvalue()


PICTURE = _picture()


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Browser:
    """What sends requests to a studio: with its token, unless told otherwise."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio

    def __call__(self, method: str, path: str, body: bytes | None = None, **headers: str | None) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.studio.port, timeout=30)
        given = {"X-Storyline-Token": self.studio.token} | {k.replace("_", "-"): v for k, v in headers.items()}
        connection.putrequest(method, path, skip_host="Host" in given, skip_accept_encoding=True)
        if body is not None and "Content-Length" not in given:
            given["Content-Length"] = str(len(body))
        for name, value in given.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        response = connection.getresponse()
        reply = Reply(response.status, response.headers, response.read())
        connection.close()
        return reply

    def ask(self, request: Any, **headers: str | None) -> Reply:
        body = request if isinstance(request, bytes) else json.dumps(request).encode()
        return self("POST", "/ask", body, **{"Content_Type": "application/json", **headers})


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder = tmp_path_factory.mktemp("studio")
    (folder / "tiny.yaml").write_text(TINY, "utf-8")
    (folder / "secret.png").write_text("secret")
    studio = Studio(open_manuscript(folder / "tiny.yaml"), Drawing(folder))
    thread = threading.Thread(target=studio.serve)
    thread.start()
    yield studio
    studio.close()
    thread.join()


@pytest.fixture
def browser(studio: Studio) -> Iterator[Browser]:
    """One that leaves the storyboard as it was."""
    yield Browser(studio)
    assert studio.session.board.title == "The Hare"


def test_it_listens_on_this_machine_alone(studio: Studio) -> None:
    assert studio._server.socket.getsockname()[0] == "127.0.0.1"


def test_the_page_sets_a_strict_cookie_that_is_enough_from_then_on(browser: Browser) -> None:
    token = browser.studio.token
    reply = browser("GET", f"/?token={token}", X_Storyline_Token=None)
    assert reply.status == 200 and b"<html" in reply.body
    cookie = reply.headers["Set-Cookie"]
    assert {"SameSite=Strict", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert reply.headers["Content-Security-Policy"] == POLICY and POLICY.startswith(
        "default-src 'none'; script-src 'self';"
    )
    assert reply.headers["X-Content-Type-Options"] == "nosniff" and reply.headers["Referrer-Policy"] == "no-referrer"
    kept = cookie.partition(";")[0]
    script = browser("GET", "/studio.js", Cookie=f"other=1; {kept}", X_Storyline_Token=None)
    assert script.status == 200 and script.headers["Content-Type"].startswith("text/javascript")
    assert browser.ask({"id": 1, "ask": "state"}, Cookie=kept, X_Storyline_Token=None).json["state"]["version"] >= 1


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?token=wrong",
        "/?token=",
        "/studio.js",
        "/events",
        "/thumbnail/a/0",
        "/clip/a",
        "/take/a",
        "/take/a/picture",
    ],
)
@pytest.mark.parametrize("token", [None, "wrong", "é"])
def test_without_the_token_nothing_is_shown(browser: Browser, path: str, token: str | None) -> None:
    reply = browser("GET", path, X_Storyline_Token=token)
    assert reply.status == 403 and "Set-Cookie" not in reply.headers
    assert browser.studio.token.encode() not in reply.body


def test_the_token_in_an_address_opens_the_page_alone(browser: Browser) -> None:
    token = browser.studio.token
    assert browser("GET", f"/clip/a?token={token}", X_Storyline_Token=None).status == 403
    assert browser("POST", f"/ask?token={token}", b"{}", X_Storyline_Token=None).status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X_Storyline_Token": None}, 403),
        ({"X_Storyline_Token": "wrong"}, 403),
        ({"Cookie": "storyline-studio=wrong", "X_Storyline_Token": None}, 403),
        ({"Cookie": "a=\x01;;=", "X_Storyline_Token": None}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": ""}, 421),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Type": None}, 415),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "1e3"}, 411),
        ({"Content_Length": None, "Transfer_Encoding": "chunked"}, 411),
    ],
)
def test_requests_that_are_not_its_pages_own_change_nothing(
    browser: Browser, headers: dict[str, str | None], status: int
) -> None:
    reply = browser.ask(CHANGE, **headers)
    assert reply.status == status and reply.json["error"]


def test_a_host_that_is_rebound_or_named_twice_is_refused(browser: Browser) -> None:
    port = browser.studio.port
    assert browser.ask({"id": 1, "ask": "state"}, Host=f"localhost:{port}").status == 200
    assert browser.ask({"id": 1, "ask": "state"}, Host=f"rebound.example:{port}").status == 421
    with socket.create_connection(("127.0.0.1", port), timeout=30) as raw:
        hosts = f"Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n"
        raw.sendall(f"GET / HTTP/1.1\r\n{hosts}X-Storyline-Token: {browser.studio.token}\r\n\r\n".encode())
        assert raw.recv(100).startswith(b"HTTP/1.1 421")


def put_picture(browser: Browser, body: bytes, query: str = "shot=a&panel=0&version=1", **headers: str | None) -> Reply:
    return browser("POST", f"/picture?{query}", body, **{"Content_Type": "image/png", **headers})


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X_Storyline_Token": None}, 403),
        ({"X_Storyline_Token": "wrong"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Content_Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "image/svg+xml"}, 415),
        ({"Content_Type": None}, 415),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": None, "Transfer_Encoding": "chunked"}, 411),
    ],
)
def test_pictures_that_do_not_come_from_the_page_are_refused(
    browser: Browser, headers: dict[str, str | None], status: int
) -> None:
    version = browser.studio.session.version
    reply = put_picture(browser, PICTURE, f"shot=a&panel=0&version={version}", **headers)
    assert reply.status == status and reply.json["error"]
    assert browser.studio.session.version == version
    assert not (browser.studio.session.root / "keyframes").exists()


def test_a_picture_over_the_limit_is_refused(browser: Browser) -> None:
    reply = put_picture(browser, bytes(pictures.MOST_BYTES + 1))
    assert reply.status == 413 and "9,000,000 bytes" in reply.json["error"]
    assert put_picture(browser, b"", Content_Length=str(10**17)).status == 413
    assert browser.ask(b" " * (MOST_BYTES + 1)).status == 413  # requests of JSON have their own


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 400, "numbers"),
        ("shot=a&panel=-1&version=1", 400, "numbers"),
        ("shot=a&panel=²&version=1", 400, "numbers"),
        ("shot=a&panel=0&version=1e3", 400, "numbers"),
        ("shot=..%2f..%2fa&panel=0&version={}", 200, "there is no such"),
        ("shot=a&panel=99&version={}", 200, "there is no such"),
    ],
)
def test_a_picture_is_put_nowhere_but_into_a_panel(browser: Browser, query: str, status: int, words: str) -> None:
    version = browser.studio.session.version
    reply = put_picture(browser, PICTURE, quote(query.format(version), safe="=&%"))
    assert reply.status == status and words in reply.json["error"]
    assert browser.studio.session.version == version
    assert not (browser.studio.session.root / "keyframes").exists()


def test_what_is_no_picture_changes_nothing(browser: Browser) -> None:
    version = browser.studio.session.version
    for body in (b"", b"<svg/>", b"GIF89a", PICTURE[:60]):
        reply = put_picture(browser, body, f"shot=a&panel=0&version={version}")
        assert reply.status == 200 and "expected a picture" in reply.json["error"]
    assert browser.studio.session.version == version
    assert "changed since" in put_picture(browser, PICTURE, "shot=a&panel=0&version=999").json["faults"][0]["says"]


def test_a_picture_goes_through_and_is_shown(browser: Browser) -> None:
    session = browser.studio.session
    ours = {"Origin": f"http://127.0.0.1:{browser.studio.port}", "Sec_Fetch_Site": "same-origin"}
    reply = put_picture(browser, PICTURE, f"shot=a&panel=0&version={session.version}", **ours)
    image = reply.json["state"]["board"]["scenes"][0]["shots"][0]["panels"][0]["image"]
    written = session.root / image["path"]
    assert written.read_bytes().startswith(b"\x89PNG")
    session.undo()
    written.unlink()
    written.parent.rmdir()


def test_takes_are_shown_by_their_names_alone(browser: Browser) -> None:
    session = browser.studio.session
    take = shoot(session.drawing.render(session.board), ShotId("a")).digest
    picture = browser("GET", f"/take/{take}/picture")
    assert picture.status == 200 and picture.body.startswith(b"\xff\xd8")
    clip = browser("GET", f"/take/{take}", Range="bytes=4-7")
    assert (clip.status, clip.body) == (206, b"ftyp")
    assert browser("GET", f"/take/{take[:12]}").status == 404
    assert browser("GET", f"/take/{take}.mkv").status == 404
    session.discard(take)
    assert browser("GET", f"/take/{take}").status == 404


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"id": 1' + b"0" * 5000 + b"}", b'{"id": NaN', b"\x00"]
)
def test_what_is_no_json_is_refused(browser: Browser, body: bytes) -> None:
    reply = browser.ask(body)
    assert reply.status == 400 and "JSON" in reply.json["error"]


def test_a_body_over_the_limit_is_refused(browser: Browser) -> None:
    reply = browser.ask(b" " * (MOST_BYTES + 1))
    assert reply.status == 413 and "2,000,000 bytes" in reply.json["error"]
    assert browser.ask(b"{}", Content_Length=str(10**17)).status == 413


@pytest.mark.parametrize(
    "path",
    [
        "/../tiny.yaml",
        "/..%2ftiny.yaml",
        "/secret.png",
        "/tiny.yaml",
        "/page/index.html",
        "/../server.py",
        "/%2e%2e/server.py",
        "/..%5cserver.py",
        "//etc/passwd",
        "/etc/passwd",
        "/thumbnail/../../secret.png/0",
        "/thumbnail/..%2f..%2fsecret.png/0",
        "/thumbnail/a/-1",
        "/thumbnail/a/99",
        "/thumbnail/a/0/0",
        "/thumbnail/a/²",
        "/clip/..%2f..%2fsecret.png",
        "/clip/nobody",
        "/clip/a%00",
        "/take/..%2ftiny",
        "/take/../tiny.yaml",
        "/take/" + "0" * 64,
        "/take/..%2ftiny.yaml/picture",
        "/take/" + "0" * 64 + "/picture",
        "/keyframes/a.png",
        "/picture",
        "/ask",
    ],
)
def test_paths_lead_nowhere_but_to_what_is_known(browser: Browser, path: str) -> None:
    reply = browser("GET", path.encode("utf-8").decode("latin-1") if "²" not in path else "/thumbnail/a/%C2%B2")
    assert reply.status == 404, reply
    assert b"secret" not in reply.body and b"root:" not in reply.body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_do_not_exist(browser: Browser, method: str) -> None:
    reply = browser(method, "/ask", b"{}")
    assert reply.status == 501 and "Access-Control-Allow-Origin" not in reply.headers


def test_changes_go_through_and_hostile_text_stays_text(browser: Browser) -> None:
    session = browser.studio.session
    hostile = '</script><img src=x onerror="alert(1)">\u2028 \U0001f407'
    change = CHANGE | {"version": session.version, "changes": [{"do": "set", "at": ["title"], "value": hostile}]}
    reply = browser.ask(change, Origin=f"http://127.0.0.1:{browser.studio.port}", Sec_Fetch_Site="same-origin")
    assert reply.headers["Content-Type"] == "application/json" and reply.json["state"]["board"]["title"] == hostile
    assert "error" in browser.ask(b'{"id": 1, "ask": "\\ud800"}').json
    session.undo()


def test_thumbnails_are_drawn_once(browser: Browser) -> None:
    reply = browser("GET", "/thumbnail/a/0?width=64")
    assert reply.status == 200 and reply.headers["Content-Type"] == "image/jpeg" and reply.body.startswith(b"\xff\xd8")
    again = browser("GET", "/thumbnail/a/0?width=64", If_None_Match=reply.headers["ETag"])
    assert again.status == 304 and again.body == b""
    assert browser("GET", "/thumbnail/a/0?width=x").status == 400
    assert browser("HEAD", "/thumbnail/a/0?width=64").body == b""


def test_events_and_ranges_of_a_clip(browser: Browser) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", browser.studio.port, timeout=60)
    connection.request("GET", "/events", headers={"X-Storyline-Token": browser.studio.token})
    stream = connection.getresponse()
    assert stream.headers["Content-Type"] == "text/event-stream"

    def event() -> dict[str, Any]:
        line, _ = stream.readline(), stream.readline()
        assert line.startswith(b"data: ")
        found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
        return found

    assert event()["event"] == "state"
    assert browser.ask({"id": 1, "ask": "render", "shot": "a"}).json == {"id": 1, "started": 1}
    found = event()
    while found["event"] == "progress":
        assert found["shot"] == "a" and 0 <= found["done"] <= found["total"]
        found = event()
    assert found["event"] == "rendered", found
    connection.close()
    whole = browser("GET", found["clip"])
    assert whole.status == 200 and whole.headers["Accept-Ranges"] == "bytes" and b"ftyp" in whole.body[:12]
    part = browser("GET", found["clip"], Range="bytes=4-7")
    assert (part.status, part.body) == (206, b"ftyp")
    assert part.headers["Content-Range"] == f"bytes 4-7/{len(whole.body)}"
    assert browser("GET", found["clip"], Range="bytes=-5").body == whole.body[-5:]
    assert browser("GET", found["clip"], Range="bytes=5-").body == whole.body[5:]
    assert browser("GET", found["clip"], Range=f"bytes={len(whole.body)}-").status == 416
    assert browser("GET", found["clip"], Range="bytes=0-1,3-4").status == 200


def test_a_port_that_is_taken_is_told(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(TINY, "utf-8")
    with pytest.raises(SetupError, match=f"--port {studio.port}: "):
        Studio(open_manuscript(tmp_path / "tiny.yaml"), Drawing(tmp_path), studio.port)
