"""How a Ray cluster is reached, and what it has."""

import logging
import os
import signal
import socket
import threading
from contextlib import ExitStack

import ray

from storyline.errors import SetupError

AUTO = "auto"
"""The cluster that this machine belongs to, or that `RAY_ADDRESS` names."""


def connected(address: str) -> ExitStack:
    """A context in which Ray is reached. Raises SetupError if there is no cluster at the address."""
    stack = ExitStack()
    if ray.is_initialized():  # the caller's own, which stays
        return stack
    place = (os.environ.get("RAY_ADDRESS") or address) if address == AUTO else address
    hint = "Start one with `ray start --head`, name another with --address, or leave --engine ray away"
    if place not in (AUTO, "local"):
        _must_listen(place, hint)
    before = signal.getsignal(signal.SIGTERM)
    try:
        ray.init(address=place, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError, ValueError) as error:  # also of another version of Ray or of Python
        raise SetupError(f"cannot work on the Ray cluster {place}: {error}. {hint}") from None
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, before)  # Ray puts its own in its place
    stack.callback(ray.shutdown)
    return stack


def resources() -> str:
    """What a cluster that is reached has, in words."""
    there = ray.cluster_resources()
    return f"{there.get('CPU', 0):g} cores and {there.get('GPU', 0):g} GPUs, some of them perhaps at others' work"


def _must_listen(address: str, hint: str) -> None:
    """Refuse an address where nobody listens: Ray itself would go on trying for a quarter of an hour."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise SetupError(f"--address: expected host:port of a Ray cluster, or auto; got {address!r}")
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except (OSError, OverflowError) as error:
        raise SetupError(f"no Ray cluster answers at {address} ({error}). {hint}") from None
