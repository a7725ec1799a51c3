#!/usr/bin/env python3
"""The usual way to activate pictures, to measure hillock image beside: a Python loop over the
samples, and its NumPy form. Both read and write with Pillow (Debian: python3-numpy python3-pil).

usage: usual.py loop|numpy DIR [N]

Activates the first N pictures of DIR (all where it is not said) with GELU by tanh as NumPy has no
erf: samples from 0 to 1, minus the median, through the function, stretched to 0 to 255, a PNG each.
Prints pictures and megapixels a second; one process, one thread.
"""

import math
import os
import sys
import tempfile
import time

import numpy as np
from PIL import Image

SCALE = math.sqrt(2 / math.pi)


def by_loop(image):
    flat = image.tobytes()
    samples = [value / 255 for value in flat]
    ordered = sorted(samples)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    result = []
    for value in samples:
        x = value - median
        result.append(0.5 * x * (1 + math.tanh(SCALE * (x + 0.044715 * x * x * x))))
    least = min(result)
    spread = (max(result) - least) or 1
    scaled = bytes(round((value - least) / spread * 255) for value in result)
    return Image.frombytes(image.mode, image.size, scaled)


def by_numpy(image):
    samples = np.asarray(image, dtype=np.float32) / np.float32(255)
    x = samples - np.median(samples)
    result = 0.5 * x * (1 + np.tanh(np.float32(SCALE) * (x + np.float32(0.044715) * x**3)))
    least = result.min()
    spread = (result.max() - least) or 1
    return Image.fromarray(np.rint((result - least) / spread * 255).astype(np.uint8), image.mode)


def main():
    activate = {"loop": by_loop, "numpy": by_numpy}[sys.argv[1]]
    folder = sys.argv[2]
    names = sorted(os.listdir(folder))
    names = names[: int(sys.argv[3]) if len(sys.argv) > 3 else len(names)]
    pixels = 0
    with tempfile.TemporaryDirectory() as output:
        start = time.perf_counter()
        cpu = time.process_time()
        for name in names:
            with Image.open(os.path.join(folder, name)) as image:
                image.load()
                activate(image).save(os.path.join(output, name + ".png"))
                pixels += image.width * image.height
        seconds = time.perf_counter() - start
        cpu = time.process_time() - cpu
    print(
        f"{sys.argv[1]}: {len(names)} pictures, {len(names) / seconds:.3f} a second,"
        f" {pixels / 1e6 / seconds:.2f} megapixels a second,"
        f" {cpu * 1e9 / pixels:.0f} ns of the processor a pixel"
    )


if __name__ == "__main__":
    main()
