#!/usr/bin/python3
"""Writes test/checkpoint/fixtures/: small checkpoints as PyTorch saves them, and expected.json, what PyTorch reads
in them. Run with PyTorch 1.13 (Debian's python3-torch) from anywhere; the tests need only the files."""

import argparse
import base64
import collections
import copy
import datetime
import decimal
import enum
import functools
import json
import math
import pathlib
import struct
import zipfile

import numpy
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent / "fixtures"
EXPECTED = {}


def network():
    """A network of every kind of entry, with values that every float type holds exactly."""
    net = nn.Sequential(
        collections.OrderedDict(conv1=nn.Conv2d(3, 2, 3), bn1=nn.BatchNorm2d(2), fc=nn.Linear(4, 3))
    )
    for tensor in net.state_dict().values():
        if tensor.is_floating_point():
            count = tensor.numel()
            tensor.copy_(((torch.arange(count) * 37 % 101 - 50) / 8).reshape(tensor.shape))
    return net


def expect(name, tensors):
    EXPECTED[name] = {
        key: {
            "dtype": str(tensor.dtype).removeprefix("torch."),
            "shape": list(tensor.shape),
            "float64": base64.b64encode(
                struct.pack(f"<{tensor.numel()}d", *tensor.detach().double().flatten().tolist())
            ).decode(),
        }
        for key, tensor in tensors.items()
    }


def save(name, value, tensors, **options):
    torch.save(value, HERE / name, **options)
    expect(name, tensors)


def dtypes():
    special = [0.0, -0.0, 1 / 3, -math.pi, 65504.0, 6e-8, 1e-40, 3e38, math.inf, -math.inf, math.nan]
    floats = {
        str(dtype).removeprefix("torch."): torch.tensor(special, dtype=torch.float64).to(dtype)
        for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16)
    }
    integers = {
        str(dtype).removeprefix("torch."): torch.tensor([0, 1, -1, 100, -128], dtype=torch.int64).to(dtype)
        for dtype in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool)
    }
    return {**floats, **integers}


def strided():
    base = torch.arange(60, dtype=torch.float32)
    image = torch.arange(24, dtype=torch.float32).reshape(1, 2, 3, 4)
    return {
        "transposed": base[:12].reshape(3, 4).t(),
        "offset": base[10:16].reshape(2, 3),
        "stepped": base.reshape(3, 20)[:, 3::5],
        "channels_last": image.contiguous(memory_format=torch.channels_last),
        "expanded": base[:3].reshape(3, 1).expand(3, 4),
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 3),
        "parameter": nn.Parameter(torch.tensor([1.0, 2.0])),
    }


def safetensors(name, tensors, metadata=None):
    """By hand, from the format's description (https://github.com/huggingface/safetensors#format)."""
    codes = {torch.float32: "F32", torch.float64: "F64", torch.float16: "F16", torch.bfloat16: "BF16"}
    codes |= {torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8"}
    codes |= {torch.uint8: "U8", torch.bool: "BOOL"}
    header, data = {"__metadata__": metadata} if metadata else {}, b""
    for key, tensor in tensors.items():
        raw = bytes(tensor.detach().contiguous().flatten().view(torch.uint8).tolist()) if tensor.numel() else b""
        header[key] = {
            "dtype": codes[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (HERE / name).write_bytes(struct.pack("<Q", len(text)) + text + data)
    expect(name, tensors)


def deflate(source, name):
    with zipfile.ZipFile(HERE / source) as old, zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fixed = zipfile.ZipInfo(entry.filename)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(entry))
    EXPECTED[name] = EXPECTED[source]


class Phase(enum.Enum):
    DONE = 1


Pair = collections.namedtuple("Pair", "first second")


class Settings(dict):
    """A dict of one's own, as configuration libraries have them."""


def beside():
    """What training scripts leave beside the weights: nothing that has to be built to read these."""
    ring, loop = [], ([],)
    ring.append(ring)
    loop[0].append(loop)
    return {
        "args": argparse.Namespace(lr=0.1, layers=[1, 2], mean=torch.zeros(1)),
        "config": Settings(lr=0.1, milestones=[3, 6]),
        "best": numpy.float64(0.75),
        "history": numpy.arange(4, dtype=numpy.float32),
        "element": numpy.dtype("float32"),
        "dtype": torch.float32,
        "device": torch.device("cpu"),
        "path": pathlib.PurePosixPath("/data"),
        "date": datetime.datetime(2020, 1, 1),
        "cost": decimal.Decimal("1.5"),
        "set": {1, 2},
        "frozen": frozenset(["a"]),
        "lists": collections.defaultdict(list, a=[1]),
        "counts": collections.Counter("aab"),
        "phase": Phase.DONE,
        "pair": Pair(1, 2),
        "loss": nn.CrossEntropyLoss(),
        "function": torch.relu,
        "class": nn.Linear,
        "partial": functools.partial(int, base=2),
        "bytes": b"abc",
        "array": bytearray(b"abc"),
        "complex": 1 + 2j,
        "range": range(3),
        "ring": ring,
        "loop": loop,
    }


def unread():
    """Tensors whose elements are not read."""
    return {
        "complex": torch.zeros(2, dtype=torch.complex64),
        "quantized": torch.quantize_per_tensor(torch.ones(2), 0.5, 0, torch.qint8),
        "sparse": torch.eye(2).to_sparse(),
        "none": torch.zeros(0),
    }


def main():
    HERE.mkdir(exist_ok=True)
    net = network()
    state = net.state_dict()
    legacy = {"_use_new_zipfile_serialization": False}
    trained = copy.deepcopy(net)
    optimizer = torch.optim.Adam(trained.parameters())
    trained.fc(torch.ones(1, 4)).sum().backward()
    optimizer.step()
    training = {
        "epoch": 3,
        "arch": "small",
        "best": 0.75,
        "done": False,
        "scheduler": None,
        "large": 2**70,
        "sizes": (torch.Size([1, 2]), [3, -4], (5, 6, 7, 8)),
        "optimizer": optimizer.state_dict(),
        "state_dict": state,
    }
    parallel = nn.DataParallel(net).state_dict()
    save("zip.pth", state, state)
    save("zip-protocol4.pt", state, state, pickle_protocol=4)
    save("legacy.pth", state, state, **legacy)
    save("legacy-protocol4.pth", state, state, pickle_protocol=4, **legacy)
    save("nested.pth", training, state)
    save("nested-parallel-legacy.pth", {"model": {"state_dict": parallel}}, parallel, **legacy)
    save("dtypes.pth", dtypes(), dtypes())
    save("dtypes-legacy.pth", dtypes(), dtypes(), **legacy)
    save("strided.pth", strided(), strided())
    save("strided-legacy.pth", strided(), strided(), **legacy)
    for protocol in (2, 4, 5):
        save(f"training-protocol{protocol}.pth", {**beside(), "model": state}, state, pickle_protocol=protocol)
    save("training-legacy.pth", {**beside(), "model": state}, state, **legacy)
    net.register_buffer("cache", torch.zeros(3), persistent=False)
    net.bn1.tied = net.fc
    whole = net.state_dict()
    save("module.pth", net, whole)
    save("module-parallel.pth", {"epoch": 3, "net": nn.DataParallel(net)}, nn.DataParallel(net).state_dict())
    torch.save({**unread(), "w": torch.ones(2)}, HERE / "unread.pth")
    kinds = unread()
    torch.save({"complex": kinds["complex"], "none": kinds["none"], "w": torch.ones(2)}, HERE / "unread-legacy.pth", **legacy)
    deflate("zip.pth", "deflated.pth")
    safetensors("network.safetensors", state, {"format": "pt"})
    safetensors("dtypes.safetensors", dtypes())
    (HERE / "expected.json").write_text(json.dumps(EXPECTED, indent=1) + "\n")


main()
