#!/usr/bin/python3
"""Writes test/checkpoint/fixtures/: small checkpoints as PyTorch saves them, and expected.json, what PyTorch reads
in them. Run with PyTorch 1.13 (Debian's python3-torch) from anywhere; the tests need only the files."""

import base64
import collections
import copy
import json
import math
import pathlib
import struct
import zipfile

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
    torch.save(net, HERE / "module.pth")
    deflate("zip.pth", "deflated.pth")
    safetensors("network.safetensors", state, {"format": "pt"})
    safetensors("dtypes.safetensors", dtypes())
    (HERE / "expected.json").write_text(json.dumps(EXPECTED, indent=1) + "\n")


main()
