#!/usr/bin/python3
"""Makes the goldens of single operators: what PyTorch computes for the table in cases.json.

    /usr/bin/python3 test/reference/operators.py

test/golden/operators/cases.json is a table kept by hand, one case a line:
  name        unique; seeds the inputs
  op          as in compiler/ops
  attributes  as that op's `attributes` schema takes them
  inputs      shapes; input k is uniform(f"{name}/{k}", inputs[k], low, high)
  ranges      [low, high] of input k, where given; else [-2, 2]
Writes outputs.json beside it: a case's name to the result's shape and data, base64 of little-endian float32: a float64
computation, rounded once. Everything is computed in float64 by PyTorch from the float32 inputs.

PyTorch's own windows are symmetric. Where padding is not (or where 1.13 refuses padding that newer versions allow to
dilated max pools), the input is padded first, with F.pad, and pooled without padding:
  conv2d       zeros around the input
  maxPool      minus infinity around the input
  averagePool  the sum over zeros, divided by the sum of a mask pooled alike, which is 1 on the input and, where padding
               counts, on the padding; what ceil mode reads beyond the padding never counts
In ceil mode, places that start in the padding after the input are cut off, as PyTorch does for symmetric padding. Every
symmetric pool is computed in both ways and must be equal.
"""

import base64
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

from synthetic import uniform

GOLDEN = Path(__file__).resolve().parents[2] / "test/golden/operators"


def pad(x, padding, value=0.0):
    (top, bottom), (left, right) = padding
    return F.pad(x, (left, right, top, bottom), value=value)


def symmetric(padding):
    return all(before == after for before, after in padding)


def cut(y, x, a):
    """Leaves out the places that start in the padding after the input, or beyond."""
    sizes = []
    for axis, (before, _) in enumerate(a["padding"]):
        starts = range(y.shape[2 + axis])
        sizes.append(sum(i * a["stride"][axis] < x.shape[2 + axis] + before for i in starts))
    return y[:, :, : sizes[0], : sizes[1]] if a["ceilMode"] else y


def check_both(native, padded):
    assert native.shape == padded.shape and torch.allclose(native, padded, rtol=1e-14, atol=1e-14)
    return native


def conv2d(a, x, weight, bias=None):
    return F.conv2d(pad(x, a["padding"]), weight, bias, a["stride"], 0, a["dilation"], a["groups"])


def max_pool(a, x):
    def pool(x, padding):
        return F.max_pool2d(x, a["kernel"], a["stride"], padding, a["dilation"], a["ceilMode"])

    padded = cut(pool(pad(x, a["padding"], -math.inf), 0), x, a)
    assert torch.isfinite(padded).all()
    padding = [before for before, _ in a["padding"]]
    accepted = all(2 * p <= k for p, k in zip(padding, a["kernel"]))
    if not symmetric(a["padding"]) or not accepted:
        return padded
    return check_both(pool(x, padding), padded)


def average_pool(a, x):
    def total(padded):
        return cut(F.avg_pool2d(padded, a["kernel"], a["stride"], 0, a["ceilMode"], divisor_override=1), x, a)

    mask = pad(torch.ones_like(x), a["padding"], 1.0 if a["countIncludePad"] else 0.0)
    padded = total(pad(x, a["padding"])) / total(mask)
    if not symmetric(a["padding"]):
        return padded
    padding = [before for before, _ in a["padding"]]
    native = F.avg_pool2d(x, a["kernel"], a["stride"], padding, a["ceilMode"], a["countIncludePad"])
    return check_both(native, padded)


OPS = {
    "conv2d": conv2d,
    "linear": lambda a, x, weight, bias=None: F.linear(x, weight, bias),
    "batchNorm": lambda a, x, gamma, beta, mean, variance: F.batch_norm(
        x, mean, variance, gamma, beta, eps=a["epsilon"]
    ),
    "batchNormByBatch": lambda a, x, gamma, beta: F.batch_norm(
        x, None, None, gamma, beta, training=True, eps=a["epsilon"]
    ),
    "softmax": lambda a, x: F.softmax(x, a["axis"]),
    "maxPool": max_pool,
    "averagePool": average_pool,
    "adaptiveAveragePool": lambda a, x: F.adaptive_avg_pool2d(x, a["size"]),
    "flatten": lambda a, x: torch.flatten(x, a["start"]),
    "reshape": lambda a, x: x.reshape(a["shape"]),
    "concat": lambda a, *values: torch.cat(values, a["axis"]),
    "dropout": lambda a, x: F.dropout(x, a["probability"], training=False),
    "add": lambda a, x, y: x + y,
    "sub": lambda a, x, y: x - y,
    "mul": lambda a, x, y: x * y,
    "div": lambda a, x, y: x / y,
    "sqrt": lambda a, x: x.sqrt(),
    "relu": lambda a, x: F.relu(x),
    "relu6": lambda a, x: F.relu6(x),
    "leakyRelu": lambda a, x: F.leaky_relu(x, a["slope"]),
    "sigmoid": lambda a, x: torch.sigmoid(x),
    "silu": lambda a, x: F.silu(x),
    "tanh": lambda a, x: torch.tanh(x),
    "hardSigmoid": lambda a, x: F.hardsigmoid(x),
    "hardSwish": lambda a, x: F.hardswish(x),
    "gelu": lambda a, x: F.gelu(x, approximate=a["approximate"]),
}


def operator(name):
    """The row above, or PyTorch's own function of that name: hardTanh is hardtanh, logSigmoid is logsigmoid."""
    if name in OPS:
        return OPS[name]
    function = getattr(F, name.lower(), None) or getattr(torch, name.lower())
    return lambda a, *inputs: function(*inputs, **a)


def compute(case):
    ranges = case.get("ranges", [])
    inputs = []
    for k, shape in enumerate(case["inputs"]):
        low, high = ranges[k] if k < len(ranges) else (-2, 2)
        inputs.append(torch.from_numpy(uniform(f"{case['name']}/{k}", shape, low, high)).double())
    y = operator(case["op"])(case["attributes"], *inputs)
    assert y.dtype == torch.float64 and torch.isfinite(y).all() and y.numel() <= 4096, case["name"]
    return {"shape": list(y.shape), "data": base64.b64encode(y.contiguous().numpy().astype("<f4").tobytes()).decode()}


def main():
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    cases = json.loads((GOLDEN / "cases.json").read_text())
    assert len({case["name"] for case in cases}) == len(cases), "two cases have one name"
    rows = [f"{json.dumps(case['name'])}: {json.dumps(compute(case))}" for case in cases]
    (GOLDEN / "outputs.json").write_text("{\n" + ",\n".join(rows) + "\n}\n")
    print(f"{len(rows)} cases of {len({case['op'] for case in cases})} operators")


if __name__ == "__main__":
    main()
