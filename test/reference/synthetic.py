#!/usr/bin/python3
"""Deterministic synthetic weights and inputs: the same numbers, bit for bit, as compiler/checkpoint/synthetic.ts.

    /usr/bin/python3 test/reference/synthetic.py

writes test/checkpoint-synthetic/known.json, which holds the two to each other. The contract is stated in
synthetic.ts; whoever changes one file changes the other, and renews every golden.
"""

import hashlib
import json
from math import prod
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "test/checkpoint-synthetic/known.json"

# Elements hashed at a time: the temporaries then stay in the cache.
CHUNK = 1 << 18


def seed_of(name):
    """FNV-1a, 32 bits, of the UTF-8 name."""
    h = 0x811C9DC5
    for byte in name.encode("utf-8"):
        h = (h ^ byte) * 0x01000193 & 0xFFFFFFFF
    return np.uint32(h)


def mix(x):
    """lowbias32 (https://nullprogram.com/blog/2018/07/31/), in place, on an array of uint32."""
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return x


def uniform(name, shape, low, high):
    """float32 values spread evenly over [low, high)."""
    count = prod(shape)
    seed = seed_of(name)
    scale = (high - low) * 2.0**-24
    result = np.empty(count, np.float32)
    for start in range(0, count, CHUNK):
        end = min(start + CHUNK, count)
        bits = mix(mix(np.arange(start, end, dtype=np.uint32)) ^ seed) >> np.uint32(8)
        result[start:end] = low + (bits.astype(np.float64) + 0.5) * scale
    return result.reshape(shape)


# synthetic.ts says why these.
GAIN = 2.0


def synthesize(name, shape):
    """A parameter of a network, in a range that suits its name and rank."""
    if len(shape) >= 2:
        bound = float(np.sqrt(GAIN / prod(shape[1:])))
        return uniform(name, shape, -bound, bound)
    suffix = name[name.rfind(".") + 1 :]
    if suffix in ("weight", "running_var"):
        return uniform(name, shape, 0.5, 1.5)
    return uniform(name, shape, -0.2, 0.2)


def synthetic_input(shape, seed=0):
    """An input of a network, spread as normalised pixels are."""
    return uniform(f"input/{seed}", shape, -2.1, 2.6)


KNOWN = [
    ("conv1.weight", (64, 3, 7, 7)),
    ("layer1.0.bn1.weight", (64,)),
    ("layer1.0.bn1.bias", (64,)),
    ("layer1.0.bn1.running_mean", (64,)),
    ("layer1.0.bn1.running_var", (64,)),
    ("layer4.0.downsample.0.weight", (512, 256, 1, 1)),
    ("fc.weight", (1000, 512)),
    ("fc.bias", (1000,)),
    ("größe.weight", (3, 5)),
    ("weight", (7,)),
    ("scale", ()),
]


def known(call, array):
    """What the test compares: a few values to read, and a hash of all of them."""
    data = np.ascontiguousarray(array, "<f4").tobytes()
    first = [float(value) for value in array.ravel()[:4]]
    return {"call": call, "first": first, "sha256": hashlib.sha256(data).hexdigest()}


def main():
    rows = [known(["synthesize", name, list(shape)], synthesize(name, shape)) for name, shape in KNOWN]
    rows.append(known(["syntheticInput", [1, 3, 224, 224]], synthetic_input((1, 3, 224, 224))))
    rows.append(known(["syntheticInput", [2, 3, 5, 7], 1], synthetic_input((2, 3, 5, 7), 1)))
    rows.append(known(["uniform", "relu/0", [2, 3], -2, 2], uniform("relu/0", (2, 3), -2, 2)))
    rows.append(known(["uniform", "", [5], 0.1, 0.7], uniform("", (5,), 0.1, 0.7)))
    OUT.write_text("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()
