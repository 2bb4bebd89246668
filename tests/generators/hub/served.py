"""A hub on loopback: folders of models, as Hugging Face's hub serves them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@contextmanager
def hub(models: Mapping[str, Path], gated: tuple[str, ...] = ()) -> Iterator[str]:
    """Serve models by their names; the address. Those that are gated are shown to nobody."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

        def do_HEAD(self) -> None:
            self._serve()

        def do_GET(self) -> None:
            self._serve()

        def _serve(self) -> None:
            path = self.path.split("?")[0].strip("/")
            name = "/".join(path.removeprefix("api/models/").split("/")[:2])
            if name in gated:
                self._send(403, b"{}", {"X-Error-Code": "GatedRepo", "X-Error-Message": "access is restricted"})
            elif name not in models:
                self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"})
            elif path.startswith("api/models/"):
                self._about(name, path.removeprefix(f"api/models/{name}").strip("/"))
            else:
                self._file(models[name], path.split("/", 4))

        def _about(self, name: str, rest: str) -> None:
            revision = rest.removeprefix("revision/").split("/")[0] if rest.startswith("revision/") else "main"
            if revision not in ("main", COMMIT):
                self._send(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
                return
            files = [file for file in sorted(models[name].rglob("*")) if file.is_file()]
            names = [file.relative_to(models[name]).as_posix() for file in files]
            if rest.startswith("tree/"):
                entries = [
                    {"type": "file", "path": n, "size": f.stat().st_size, "oid": _oid(f)}
                    for n, f in zip(names, files, strict=True)
                ]
                self._send(200, json.dumps(entries).encode())
                return
            about = {"id": name, "modelId": name, "sha": COMMIT, "private": False, "tags": [], "downloads": 0}
            siblings = [{"rfilename": n} for n in names]
            self._send(200, json.dumps(about | {"siblings": siblings}).encode())

        def _file(self, folder: Path, parts: list[str]) -> None:
            file = folder / "/".join(parts[4:]) if len(parts) > 4 else folder
            if not file.is_file():
                self._send(404, b"{}", {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT})
                return
            self._send(200, file.read_bytes(), {"X-Repo-Commit": COMMIT, "ETag": f'"{_oid(file)}"'})

        def _send(self, status: int, data: bytes, headers: Mapping[str, str] = {}) -> None:
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(data)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _oid(file: Path) -> str:
    return hashlib.sha1(file.read_bytes()).hexdigest()
