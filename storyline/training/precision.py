"""In which numbers a device learns fastest: bfloat16 is a gift on some and a burden on others.

A CPU without instructions for it computes in it all the same, at a ninth of the speed of float32 where it was measured
(an EPYC with AVX2 alone); one with them (AMX) is twice as fast as in float32.
"""

import time
from functools import cache
from typing import Literal

import torch

Precision = Literal["auto", "fp32", "bf16"]

_TRIES = 5


@cache
def bf16_pays(device: str) -> bool:
    """Whether a kind of device (`cpu`, `cuda`) is faster in bfloat16: a GPU is asked, a CPU tried, in a moment."""
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    return _seconds(torch.bfloat16) < _seconds(torch.float32)


def _seconds(dtype: torch.dtype) -> float:
    """Of a convolution, at its best."""
    with torch.no_grad():
        image = torch.ones(1, 64, 36, 64, dtype=dtype).contiguous(memory_format=torch.channels_last)
        layer = torch.nn.Conv2d(64, 64, 3, padding=1, dtype=dtype)
        layer(image)
        found = []
        for _ in range(_TRIES):
            begun = time.perf_counter()
            layer(image)
            found.append(time.perf_counter() - begun)
    return min(found)
