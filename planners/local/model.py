"""`local:FOLDER` or `local:OWNER/NAME`: a language model in this process, by transformers."""

import hashlib
import threading
from functools import cached_property
from pathlib import Path
from typing import Any

from planners.llm.protocol import Asked, Message, NoReplyError, Reply
from storyline.errors import SetupError

_CONTEXT = 8192
"""Tokens of prompt and reply together, where a model does not say how many it takes."""


class LocalModel:
    """A model held to the schema of each call by its grammar, so that every reply is valid JSON of that schema.

    It says what is likeliest: the same call brings the same reply. One call is answered at a time.
    """

    def __init__(self, name: str, *, device: str | None = None, most_tokens: int | None = None) -> None:
        """Nothing is loaded yet.

        Args:
            name: `local:` and a folder that holds a model and its tokenizer, or the name of one on Hugging Face's hub.
            device: as torch names it; a GPU where there is one, else the CPU, when None.
            most_tokens: of a reply, where fewer are wanted than a call allows.
        """
        self.name = name
        self._where = name.removeprefix("local:")
        self.address = _which(Path(self._where).expanduser())
        """Of a folder, what is in it: replies of the model that was there before are not taken for its own."""
        self._device, self._most = device, most_tokens
        self._lock = threading.Lock()

    def close(self) -> None:
        """Nothing is to be let go of but memory, which goes with the object."""

    def answer(self, asked: Asked) -> Reply:
        """Write one reply.

        Raises:
            NoReplyError: the call does not fit into the model's context.
            SetupError: the model cannot be loaded.
        """
        with self._lock:
            return self._answer(asked)

    def _answer(self, asked: Asked) -> Reply:
        model, tokenizer, vocabulary = self._loaded
        import torch
        import transformers

        from planners.local.grammar import Grammar

        ids = tokenizer(_prompt(tokenizer, asked.messages), return_tensors="pt", add_special_tokens=False).input_ids
        context = getattr(model.config, "max_position_embeddings", None) or _CONTEXT
        room = min(asked.most_tokens, self._most or asked.most_tokens, context - ids.shape[1])
        try:
            grammar = Grammar(vocabulary, asked.schema, room)
        except ValueError as error:
            raise NoReplyError(
                f"{asked.stage}: a prompt of {ids.shape[1]} tokens leaves too little of a context of {context}: {error}"
            ) from None
        with torch.inference_mode():
            written = model.generate(
                ids.to(model.device),
                attention_mask=torch.ones_like(ids).to(model.device),
                generation_config=transformers.GenerationConfig(
                    max_new_tokens=room,
                    do_sample=False,
                    eos_token_id=vocabulary.parser.eos_token,
                    pad_token_id=vocabulary.parser.eos_token,
                ),
                logits_processor=transformers.LogitsProcessorList([grammar]),
            )[0, ids.shape[1] :].tolist()
        if written and written[-1] == vocabulary.parser.eos_token:
            written.pop()
        text = vocabulary.parser.decode_bytes(written).decode("utf-8", "replace")
        return Reply(text, ids.shape[1], len(written))

    @cached_property
    def _loaded(self) -> tuple[Any, Any, Any]:
        """The model, its tokenizer, and what its tokens write."""
        try:
            import torch
            import transformers

            from planners.local.grammar import Vocabulary
        except ImportError as error:
            raise SetupError(
                f"planner {self.name!r} needs PyTorch, transformers and llguidance ({error}); install storyline with "
                "its `local` extra: pip install -c constraints.txt '.[local]'"
            ) from None
        here = Path(self._where).expanduser()
        device = self._device or ("cuda" if torch.cuda.is_available() else "cpu")
        transformers.utils.logging.disable_progress_bar()  # we have our own
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(here if here.is_dir() else self._where)
            model = transformers.AutoModelForCausalLM.from_pretrained(
                here if here.is_dir() else self._where, use_safetensors=True, dtype="auto"
            )
            vocabulary = Vocabulary(tokenizer, int(model.config.vocab_size))
            return model.to(device).eval(), tokenizer, vocabulary
        except Exception as error:  # of transformers, the hub, safetensors or torch, each with its own
            said = " ".join(str(error).split())[:300]
            raise SetupError(
                f"planner {self.name!r}: expected a folder with a language model and its tokenizer as transformers "
                f"saves them (safetensors), or the name of one on Hugging Face's hub: {said}"
            ) from None


def _which(folder: Path) -> str:
    """A digest of a folder's files by name, size and time; empty where there is none."""
    if not folder.is_dir():
        return ""
    stats = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    told = repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _prompt(tokenizer: Any, messages: tuple[Message, ...]) -> str:
    """The messages in the form that the model was taught, or plainly, one after the other."""
    turns = [{"role": message.role, "content": message.text} for message in messages]
    if getattr(tokenizer, "chat_template", None):
        return str(tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))
    return "\n\n".join(f"{turn['role']}: {turn['content']}" for turn in turns) + "\n\nassistant: "
