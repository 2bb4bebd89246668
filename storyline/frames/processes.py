"""Which process of which machine left something on a disk, and whether it is still there.

A process is named by its machine, its number and when it began: numbers are used again, machines may share a name, and
what runs in a container has numbers of its own.
"""

import hashlib
import os
import platform
from contextlib import suppress
from functools import cache
from pathlib import Path


def this() -> str:
    """This process's name: three words of letters and digits, joined by hyphens."""
    return f"{_machine()}-{os.getpid()}-{_began(os.getpid()) or 0}"


def lives(name: str) -> bool | None:
    """Whether the process of a name is there; None where nobody here can know, as with those of other machines."""
    machine, _, rest = name.partition("-")
    number, _, began = rest.partition("-")
    if machine != _machine() or not number.isdecimal() or os.name != "posix":
        return None  # elsewhere than on POSIX, asking for a process by its number may stop it
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        pass  # it is there, and another user's
    now = _began(int(number))
    return None if now is None else now == began


def memory() -> int:
    """Bytes of memory that this process has had at most; 0 where that cannot be known."""
    with suppress(OSError, ValueError, IndexError):
        return int(Path("/proc/self/status").read_text("ascii").split("VmHWM:")[1].split()[0]) * 1024
    return 0


@cache
def _machine() -> str:
    """A name for all processes that see each other's numbers, from one start of the machine to the next."""
    about = platform.node()
    with suppress(OSError):
        about += Path("/proc/sys/kernel/random/boot_id").read_text("ascii")
        about += str(Path("/proc/self/ns/pid").readlink())
    return hashlib.sha256(about.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _began(number: int) -> str | None:
    """When a process began, in ticks of its machine; 0 if it has ended and waits to be noticed; None if unknown."""
    with suppress(OSError, ValueError):
        # the name of the program stands in brackets, and may hold any letters
        fields = Path(f"/proc/{number}/stat").read_bytes().rpartition(b")")[2].split()
        return "0" if fields[0] in (b"Z", b"X") else str(int(fields[19]))
    return None
