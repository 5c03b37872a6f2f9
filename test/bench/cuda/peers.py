#!/usr/bin/env python3
"""PyTorch's ResNet-50 in the ways that it is run, timed as driver.cu times Netwright's packages.

    peers.py resnet50 '{"classes": 1000, "height": 224, "width": 224}'

says {"ready": "PyTorch ..."}, or null where it has no such network, and then answers each line of its input with a line of JSON:

    open <numbers> <batch>      weights and input: numbers are float32 (TF32 off), tf32 or float16; what was open goes
    reference <path>            writes the logits of eager float32, TF32 off
    load <peer>                 {"milliseconds": ...}: makes it, compiles it, runs it until it is warm
    time <peer> <mode> <runs>   {"milliseconds": [...]}: mode is warm, cold or host
    logits <peer> <path>        writes the logits as float32

A failure is {"error": "..."}; the next line is answered all the same.

The weights are those of test/reference/synthetic.py, under torchvision's names. A peer's input is on the device before
its time starts, in the peer's own type and layout; in mode host it comes as float32 from the host's memory, and the
logits go back there as float32.
"""

import gc
import json
import os
import sys
import time
from pathlib import Path

# Libraries print where they like: answers have a descriptor of their own.
ANSWERS = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def answer(**what):
    ANSWERS.write(json.dumps(what) + "\n")
    ANSWERS.flush()


def explain(error):
    return f"{type(error).__name__}: {error}"


try:
    import numpy as np
    import torch
    from torch import nn
    from torch.nn.utils.fusion import fuse_conv_bn_eval
except ImportError as error:
    answer(error=f"there is no PyTorch here ({error})")
    sys.exit(1)

# No cache of bytecode beside the sources.
sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "reference"))
from synthetic import synthesize, synthetic_input  # noqa: E402

# As driver.cu has it: more than the L2 cache of any GPU so far.
FLUSH_BYTES = 256 << 20


class Bottleneck(nn.Module):
    def __init__(self, channels_in, width, stride):
        super().__init__()
        channels = 4 * width
        self.conv1 = nn.Conv2d(channels_in, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = None
        if stride != 1 or channels_in != channels:
            projection = nn.Conv2d(channels_in, channels, 1, stride, bias=False)
            self.downsample = nn.Sequential(projection, nn.BatchNorm2d(channels))

    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        y += x if self.downsample is None else self.downsample(x)
        return self.relu(y)


class ResNet50(nn.Module):
    """The network, with torchvision's names."""

    def __init__(self, classes):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        channels = 64
        for i, blocks in enumerate([3, 4, 6, 3]):
            width, stage = 64 << i, []
            for block in range(blocks):
                stage.append(Bottleneck(channels, width, 2 if i > 0 and block == 0 else 1))
                channels = 4 * width
            setattr(self, f"layer{i + 1}", nn.Sequential(*stage))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(channels, classes)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(torch.flatten(self.avgpool(x), 1))


def build(classes):
    """The network with its synthetic weights, in float32, on the CPU."""
    model = ResNet50(classes).eval()
    weights = {
        name: torch.from_numpy(synthesize(name, tuple(tensor.shape)))
        for name, tensor in model.state_dict().items()
        if not name.endswith(".num_batches_tracked")
    }
    odd = model.load_state_dict(weights, strict=False)
    assert not odd.unexpected_keys and all(key.endswith(".num_batches_tracked") for key in odd.missing_keys)
    return model


def fold(model):
    """Batch norms become part of the convolutions before them."""
    for module in [model, *(each for each in model.modules() if isinstance(each, Bottleneck))]:
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Conv2d):
                norm = name.replace("conv", "bn")
                setattr(module, name, fuse_conv_bn_eval(child, getattr(module, norm)))
                setattr(module, norm, nn.Identity())
        if getattr(module, "downsample", None) is not None:
            module.downsample = fuse_conv_bn_eval(*module.downsample)
    return model


class Peer:
    """A way to run the network. `run` reads `x` and returns the logits; both stay on the device."""

    def __init__(self, model, x, run=None):
        self.x = x
        self.run = run or (lambda: model(x))
        # What compiles or picks algorithms does so now.
        for _ in range(10):
            self.run()
        torch.cuda.synchronize()


def eager(model, x):
    return Peer(model, x)


def channels_last(model, x):
    model = model.to(memory_format=torch.channels_last)
    return Peer(model, x.contiguous(memory_format=torch.channels_last))


def graph(model, x):
    peer = channels_last(model, x)
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            peer.run()
    torch.cuda.current_stream().wait_stream(stream)
    captured = torch.cuda.CUDAGraph()
    with torch.cuda.graph(captured):
        logits = peer.run()

    def replay():
        captured.replay()
        return logits

    return Peer(model, peer.x, replay)


def compiled(model, x):
    model = model.to(memory_format=torch.channels_last)
    x = x.contiguous(memory_format=torch.channels_last)
    # Replays a CUDA graph too.
    fast = torch.compile(model, mode="max-autotune")

    def run():
        torch.compiler.cudagraph_mark_step_begin()
        return fast(x)

    return Peer(model, x, run)


PEERS = {
    "eager": eager,
    "channels-last": channels_last,
    "graph": graph,
    "graph-folded": graph,
    "compile": compiled,
}


def allow_tf32(allowed):
    torch.backends.cuda.matmul.allow_tf32 = allowed
    torch.backends.cudnn.allow_tf32 = allowed


class Session:
    def __init__(self, classes=1000, height=224, width=224):
        self.classes, self.size = classes, (height, width)
        self.flushed = None
        self.close()

    def close(self):
        self.peers = {}
        self.host = None
        if hasattr(torch, "_dynamo"):
            torch._dynamo.reset()
        gc.collect()
        torch.cuda.empty_cache()

    def open(self, numbers, batch):
        self.close()
        self.type = {"float32": torch.float32, "tf32": torch.float32, "float16": torch.float16}[numbers]
        self.tf32 = numbers == "tf32"
        self.host = torch.from_numpy(synthetic_input((int(batch), 3, *self.size)))
        self.weights = build(self.classes).state_dict()
        return {}

    def model(self, kind, folded=False):
        model = ResNet50(self.classes).eval()
        model.load_state_dict(self.weights)
        # In float32, whatever it runs in.
        return (fold(model) if folded else model).to("cuda", kind)

    def reference(self, path):
        allow_tf32(False)
        write(path, self.model(torch.float32)(self.host.cuda()))
        return {}

    def load(self, name):
        allow_tf32(self.tf32)
        start = time.perf_counter()
        model = self.model(self.type, folded=name.endswith("-folded"))
        self.peers[name] = PEERS[name](model, self.host.to("cuda", self.type))
        return {"milliseconds": 1e3 * (time.perf_counter() - start)}

    def logits(self, name, path):
        allow_tf32(self.tf32)
        write(path, self.peers[name].run())
        return {}

    def time(self, name, mode, runs):
        allow_tf32(self.tf32)
        peer, runs = self.peers[name], int(runs)
        return {"milliseconds": self.on_host(peer, runs) if mode == "host" else self.on_device(peer, mode, runs)}

    def flush(self):
        if self.flushed is None:
            self.flushed = torch.empty(FLUSH_BYTES, dtype=torch.uint8, device="cuda")
        self.flushed.zero_()

    def on_device(self, peer, mode, runs):
        pairs = [[torch.cuda.Event(enable_timing=True) for _ in range(2)] for _ in range(runs)]
        self.flush()
        peer.run()
        for start, end in pairs:
            if mode == "cold":
                self.flush()
            start.record()
            peer.run()
            end.record()
        torch.cuda.synchronize()
        return [start.elapsed_time(end) for start, end in pairs]

    def on_host(self, peer, runs):
        times = []
        # The first warms up.
        for _ in range(runs + 1):
            start = time.perf_counter()
            peer.x.copy_(self.host)
            peer.run().float().cpu()
            times.append(1e3 * (time.perf_counter() - start))
        return times[1:]


def write(path, logits):
    np.ascontiguousarray(logits.float().cpu().numpy(), "<f4").tofile(path)


def main():
    spec, settings = sys.argv[1:]
    if spec != "resnet50":
        return answer(ready=None)
    if not torch.cuda.is_available():
        return answer(error=f"PyTorch {torch.__version__} sees no GPU")
    torch.set_grad_enabled(False)
    # The fastest of cuDNN's algorithms, which it finds by trying them.
    torch.backends.cudnn.benchmark = True
    session = Session(**json.loads(settings))
    versions = f"PyTorch {torch.__version__}, cuDNN {torch.backends.cudnn.version()}"
    answer(ready=versions)
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split(" ")
        try:
            answer(**getattr(session, command)(*arguments))
        except Exception as error:  # noqa: BLE001 - whatever a library throws, the bench goes on without it.
            answer(error=explain(error))


if __name__ == "__main__":
    main()
