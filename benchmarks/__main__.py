"""Print every table, with the machine it was measured on."""

import platform

import cv2

from benchmarks import drawing, generating, graph, imports, memory, planning, rendering
from storyline.film import cores

cv2.setNumThreads(1)
print(f"{platform.processor() or platform.machine()}, {cores()} cores, Python {platform.python_version()}\n")
print("| what | measured | target |\n|---|---|---|")
for module in (imports, planning, drawing, rendering, graph, memory, generating):
    for what, measured, target in module.rows():
        print(f"| {what} | {measured} | {target} |", flush=True)
