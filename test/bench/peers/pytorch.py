#!/usr/bin/env python3
"""PyTorch on the CPU, in its fastest way that was found: oneDNN's convolutions, forced (on one thread PyTorch would
take its own, which are 10 times as slow), on weights in oneDNN's layout, ReLU in place, traced and frozen.

    pytorch.py <threads>, in the folder that network/export.mjs wrote

answers each line of its input with a line of JSON:

    load                    {"version", "milliseconds", "threads"}: from the import of PyTorch to ready
    run <slice> <most>      {"samples": [{"wall", "cpu"}], "logits": [...], "memory": {...}}: as measure/turn.mjs runs

A failure is {"error": "..."}.
"""

import json
import os
import resource
import sys
import time

# Libraries print where they like: answers have a descriptor of their own.
ANSWERS = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def answer(**what):
    ANSWERS.write(json.dumps(what, allow_nan=False) + "\n")
    ANSWERS.flush()


def peak_memory():
    """Bytes. Why not getrusage on Linux: measure/peak.mjs."""
    if sys.platform == "linux":
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def pads(step):
    """One number an axis."""
    if any(before != after for before, after in step["padding"]):
        raise ValueError(f"{step['layer']}: PyTorch pads both sides of an axis alike")
    return [before for before, _ in step["padding"]]


def read_tensors(np, description):
    """The tensors of network.bin, by their numbers."""
    numbers = np.fromfile("network.bin", "<f4")
    for tensor in description["tensors"]:
        shape, offset = tensor["shape"], tensor["offset"]
        yield numbers[offset : offset + int(np.prod(shape))].reshape(shape)


def make_network(np, torch, description):
    functional, steps = torch.nn.functional, description["steps"]
    tensors = [torch.from_numpy(each.copy()) for each in read_tensors(np, description)]
    has_onednn = torch.backends.mkldnn.is_available()

    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            for i, step in enumerate(steps):
                if step["op"] not in ("conv2d", "linear"):
                    continue
                weight, bias = tensors[step["weight"]], tensors[step["bias"]]
                if step["op"] == "conv2d" and has_onednn:
                    window = pads(step), step["stride"], step["dilation"], step["groups"]
                    weight = torch._C._nn.mkldnn_reorder_conv2d_weight(weight.to_mkldnn(), *window)
                    bias = bias.to_mkldnn()
                self.register_buffer(f"weight{i}", weight)
                self.register_buffer(f"bias{i}", bias)

        def forward(self, x):
            values = [x.to_mkldnn() if has_onednn else x]
            for i, step in enumerate(steps):
                value = self.apply_step(i, step, values)
                # A step that has a ReLU made its value, so that nobody else reads it.
                values.append(torch.relu_(value) if step.get("relu") else value)
            return values[-1]

        def apply_step(self, i, step, values):
            x, op = values[step["from"]], step["op"]
            if op == "conv2d":
                convolve = torch.mkldnn_convolution if has_onednn else torch.conv2d
                window = (pads(step), step["stride"]) if has_onednn else (step["stride"], pads(step))
                weights = getattr(self, f"weight{i}"), getattr(self, f"bias{i}")
                return convolve(x, *weights, *window, step["dilation"], step["groups"])
            if op == "linear":
                return functional.linear(x, getattr(self, f"weight{i}"), getattr(self, f"bias{i}"))
            if op == "add":
                return x + values[step["other"]]
            if op == "relu":
                return torch.relu(x)
            if op == "maxPool":
                return functional.max_pool2d(x, step["kernel"], step["stride"], pads(step), step["dilation"])
            if op == "globalAveragePool":
                pooled = functional.adaptive_avg_pool2d(x, 1)
                return pooled.to_dense() if has_onednn else pooled
            if op == "flatten":
                return torch.flatten(x, 1)
            raise ValueError(f"{step['layer']}: no step of PyTorch's for {op}")

    return Network().eval()


class Session:
    def __init__(self, threads):
        self.threads = threads
        self.baseline = peak_memory()

    def load(self):
        start = time.perf_counter()
        import numpy as np
        import torch

        torch.set_grad_enabled(False)
        torch.set_num_threads(self.threads)
        with open("network.json") as file:
            description = json.load(file)
        self.input = np.fromfile("input.f32", "<f4").reshape(description["input"])
        network = make_network(np, torch, description)
        traced = torch.jit.trace(network, torch.from_numpy(self.input), check_trace=False)
        self.network = torch.jit.freeze(traced)
        self.wrap = torch.from_numpy
        milliseconds = 1e3 * (time.perf_counter() - start)
        self.loaded = peak_memory()
        return {"version": torch.__version__, "milliseconds": milliseconds, "threads": torch.get_num_threads()}

    def run(self, allowed, most):
        samples, begin = [], time.perf_counter()
        while True:
            cpu, start = time.process_time(), time.perf_counter()
            logits = self.network(self.wrap(self.input)).numpy()
            wall = 1e3 * (time.perf_counter() - start)
            samples.append({"wall": wall, "cpu": 1e3 * (time.process_time() - cpu)})
            if len(samples) >= int(most) or 1e3 * (time.perf_counter() - begin) >= float(allowed):
                break
        memory = {"baseline": self.baseline, "loaded": self.loaded, "peak": peak_memory()}
        return {"samples": samples, "logits": logits.ravel().tolist(), "memory": memory}


def main():
    session = Session(int(sys.argv[1]))
    for line in sys.stdin:
        command, *arguments = line.split()
        try:
            answer(**getattr(session, command)(*arguments))
        except Exception as error:  # noqa: BLE001 - whatever a library throws, the bench goes on without it.
            answer(error=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
