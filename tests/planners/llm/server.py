"""A small server on loopback that speaks OpenAI's language and says what a test has it say."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Call:
    """What the server was asked."""

    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def data(self) -> str:
        return str(self.body["messages"][1]["content"])

    @property
    def turns(self) -> list[dict[str, Any]]:
        return list(self.body["messages"])

    @property
    def stage(self) -> str:
        """What is asked for, by the title of its rules."""
        titles = {"Divide the story": "scenes", "Write down the cast": "cast", "Divide the scene": "shots",
                  "Lay out the shots": "panels", "Look over": "critic"}  # fmt: skip
        return next((stage for title, stage in titles.items() if f"# {title}" in self.system), "other")

    def items(self, part: str) -> list[dict[str, Any]]:
        """The items of a part of the data."""
        lines = self.data.split("\n")
        start = lines.index(f"{part}:") + 1
        found = []
        for line in lines[start:]:
            if not line.startswith("{"):
                break
            found.append(json.loads(line))
        return found


@dataclass(frozen=True)
class Say:
    """What the server answers."""

    text: Any = ""
    """A text, or a value that is written as JSON."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish: str = "stop"
    refusal: str | None = None
    raw: bytes | None = None
    """The whole body, instead of a completion."""
    wait: float = 0.0
    drop: bool = False
    """Close the connection without a word."""
    endless: bool = False
    """Go on for ever."""


Answering = Callable[[Call], Say]


class Server:
    """Answers calls one by one as it is told, and remembers them."""

    def __init__(self, answer: Answering) -> None:
        self.answer = answer
        self.calls: list[Call] = []
        self.under_way = self.most_under_way = 0
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                call = Call(body, {name.lower(): value for name, value in self.headers.items()})
                with server.lock:
                    server.calls.append(call)
                    server.under_way += 1
                    server.most_under_way = max(server.most_under_way, server.under_way)
                try:
                    self.respond(server.answer(call), body.get("model", ""))
                except OSError:
                    self.close_connection = True
                finally:
                    with server.lock:
                        server.under_way -= 1

            def respond(self, say: Say, model: str) -> None:
                if say.wait:
                    server.stopping.wait(say.wait)
                if say.drop:
                    self.close_connection = True
                    self.connection.close()
                    return
                if say.endless:
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.end_headers()
                    self.close_connection = True
                    while not server.stopping.is_set():
                        self.wfile.write(b" " * 64)
                        time.sleep(0.01)
                    return
                payload = say.raw if say.raw is not None else json.dumps(completion(say, model)).encode()
                self.send_response(say.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                for name, value in say.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(payload)

            def log_message(self, *arguments: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"

    @property
    def stages(self) -> list[str]:
        return [call.stage for call in self.calls]


def completion(say: Say, model: str) -> dict[str, Any]:
    if say.status != 200:
        return {"error": {"message": say.text or "try later", "type": "server_error", "code": None}}
    text = say.text if isinstance(say.text, str) else json.dumps(say.text)
    message: dict[str, Any] = {"role": "assistant", "content": text if say.refusal is None else None}
    if say.refusal is not None:
        message["refusal"] = say.refusal
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": say.finish, "logprobs": None}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150},
    }


@contextmanager
def serving(answer: Answering) -> Iterator[Server]:
    server = Server(answer)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.http.shutdown()
        server.http.server_close()
        thread.join()
