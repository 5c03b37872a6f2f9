#!/usr/bin/python3
"""Makes the goldens of numbers that are none, or infinite: what PyTorch computes of them, in float32.

    /usr/bin/python3 test/reference/specials.py

Writes test/golden/operators/specials.json: numbers as text, for JSON has neither NaN nor infinities.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

NAN, INF = float("nan"), float("inf")
GOLDEN = Path(__file__).resolve().parents[2] / "test/golden/operators/specials.json"

NUMBERS = [NAN, -NAN, INF, -INF, -0.0, 0.0, 1.5, -1.5, 20.0, -20.0, 100.0, -100.0, 1e30, -1e30]
FUNCTIONS = {
    "relu": F.relu,
    "relu6": F.relu6,
    "leakyRelu": lambda x: F.leaky_relu(x, 0.01),
    "sigmoid": torch.sigmoid,
    "silu": F.silu,
    "tanh": torch.tanh,
    "hardSigmoid": F.hardsigmoid,
    "hardSwish": F.hardswish,
    "gelu": F.gelu,
    "sqrt": torch.sqrt,
}
LINES = [
    [NAN, 1.0, 2.0],
    [1.0, 2.0, -NAN],
    [INF, 1.0, 2.0],
    [INF, 1.0, INF],
    [-INF, 1.0, 2.0],
    [-INF, -INF, -INF],
    [-INF, INF, 0.0],
    [-INF, 1e30, -0.0],
]


def texts(values):
    return [str(float(value)).replace("inf", "Infinity").replace("nan", "NaN") for value in values]


x = torch.tensor(NUMBERS)
lines = torch.tensor(LINES)
golden = {
    "numbers": texts(x),
    "functions": {name: texts(function(x)) for name, function in FUNCTIONS.items()},
    "lines": [texts(line) for line in lines],
    "softmax": [texts(line) for line in F.softmax(lines, 1)],
    "maxPool": [texts(line) for line in F.max_pool2d(lines[None, None], (1, 2), (1, 1))[0, 0]],
    "averagePool": [texts(line) for line in F.avg_pool2d(lines[None, None], (1, 2), (1, 1))[0, 0]],
}
GOLDEN.write_text(json.dumps(golden, indent=1) + "\n")
