"""Every reply of a model, kept by what was asked: a plan that is made again pays only for what changed.

    ab/<key>.json   {"format": "reply/1", "model", "stage", "text", "tokens_in", "tokens_out", "end", "digest"}

The key is a digest of the model's name and address, the messages (the prompts' words among them), the schema and the
seed. A file gets its name in one step, when it is whole; one that is damaged is as if it were not there. Neither file
nor key holds a credential: those are in no message.
"""

import hashlib
import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from platformdirs import user_cache_path

from planners.llm.protocol import Asked, Reply
from storyline.errors import SetupError

log = logging.getLogger(__name__)

ENVIRONMENT = "STORYLINE_REPLIES"
_FORMAT = "reply/1"
_ENDS = ("whole", "cut", "refused")


def default_folder() -> Path:
    """Where replies are kept when nobody says: `$STORYLINE_REPLIES`, else in the user's cache folder."""
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named else user_cache_path("storyline", appauthor=False) / "replies"


def key_of(model: str, address: str, asked: Asked, seed: int) -> str:
    """The digest of everything that decides a reply, 64 hexadecimal digits."""
    document = [
        _FORMAT,
        model,
        address,
        asked.stage,
        [[m.role, m.text] for m in asked.messages],
        asked.schema,
        asked.most_tokens,
        seed,
    ]
    return _digest(json.dumps(document, sort_keys=True, ensure_ascii=True))


class Replies:
    """A folder of replies. Safe to use from several threads and processes at once."""

    def __init__(self, folder: Path) -> None:
        """Open a folder, and make it if it is not there.

        Raises:
            SetupError: it cannot be made or written.
        """
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._cannot(error) from None
        if not os.access(folder, os.W_OK | os.X_OK):
            raise SetupError(f"replies {folder}: it cannot be written; name another folder in {ENVIRONMENT}")

    def find(self, key: str) -> Reply | None:
        """The reply of a key; None if there is none, or its file is damaged."""
        path = self._path(key)
        try:
            kept = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            log.warning("replies: %s cannot be read and is asked for again: %s", path.name, error)
            return None
        reply = _reply(kept)
        if reply is None:
            log.warning("replies: %s is damaged and is asked for again", path.name)
        return reply

    def keep(self, key: str, reply: Reply, *, model: str, stage: str) -> None:
        """Keep a reply.

        Raises:
            SetupError: the disk is full or cannot be written.
        """
        kept = {
            "format": _FORMAT,
            "model": model,
            "stage": stage,
            "text": reply.text,
            "tokens_in": reply.tokens_in,
            "tokens_out": reply.tokens_out,
            "end": reply.end,
            "digest": _digest(reply.text),
        }
        path = self._path(key)
        part = path.with_name(f".{uuid4().hex}.part")
        try:
            path.parent.mkdir(exist_ok=True)
            with part.open("w", encoding="ascii", newline="\n") as file:
                json.dump(kept, file, ensure_ascii=True, indent=1)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            raise self._cannot(error) from None
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def _cannot(self, error: OSError) -> SetupError:
        return SetupError(
            f"replies {self.folder}: {error.strerror or error}; free some room or name another folder in {ENVIRONMENT}"
        )


def _reply(kept: Any) -> Reply | None:
    if not isinstance(kept, Mapping) or kept.get("format") != _FORMAT or kept.get("end") not in _ENDS:
        return None
    text, spent, made = kept.get("text"), kept.get("tokens_in"), kept.get("tokens_out")
    if not isinstance(text, str) or kept.get("digest") != _digest(text):
        return None
    if not isinstance(spent, int) or not isinstance(made, int):
        return None
    return Reply(text, spent, made, kept["end"])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
