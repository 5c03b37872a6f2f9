#!/usr/bin/python3
"""Trains `cifar-resnet20`, the network of the ResNet paper's section 4.2 with projection shortcuts, on CIFAR-10.

    /usr/bin/python3 test/reference/train_cifar.py train FOLDER --state state.pt     # again: goes on where it stopped
    /usr/bin/python3 test/reference/train_cifar.py export FOLDER --state state.pt    # the weights, and PyTorch's answers

FOLDER holds `train/CLASS/*` and `test/CLASS/*`, images of 32x32 pixels, a folder for each class; classes are numbered
in the order of their names. `train` writes its whole state after each epoch, so it can be stopped at any time.
`export` writes specs/data/cifar-resnet20.safetensors and test/golden/cifar/answers.json: the class that PyTorch gives
each test image, and its logits for a few of them and for the photographs in specs/data.

Deterministic: an epoch's order, crops and flips come from the seed and the epoch alone. The same PyTorch on the same
kind of processor with the same number of threads gives the same weights; another one rounds sums otherwise.
Debian's python3-torch 1.13 made the committed file, on two threads, with the options' defaults.
"""

import argparse
import hashlib
import json
import os
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F
from torchvision import transforms

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "specs/data/cifar-resnet20.safetensors"
ANSWERS = ROOT / "test/golden/cifar/answers.json"
MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)  # of CIFAR-10's training set
BATCH = 128
PAD = 4


class BasicBlock(nn.Module):
    """Two 3x3 convolutions, under torchvision's names."""

    def __init__(self, channels, out, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, out, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out)
        self.downsample = None
        if stride != 1 or channels != out:
            self.downsample = nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class CifarResNet(nn.Module):
    """ResNet of 6 * blocks + 2 layers for images of 32x32 pixels."""

    def __init__(self, blocks=3, classes=10):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        self.relu = nn.ReLU(inplace=True)
        self.layer1 = self.stage(16, 16, 1, blocks)
        self.layer2 = self.stage(16, 32, 2, blocks)
        self.layer3 = self.stage(32, 64, 2, blocks)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(64, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    @staticmethod
    def stage(channels, out, stride, blocks):
        first = BasicBlock(channels, out, stride)
        return nn.Sequential(first, *(BasicBlock(out, out, 1) for _ in range(blocks - 1)))

    def forward(self, x):
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(torch.flatten(self.avgpool(x), 1))


def read(folder):
    """Names of the classes, files, labels, and uint8 pixels [count, 3, 32, 32]. Sorted, so that it is the same anywhere."""
    classes = sorted(path.name for path in folder.iterdir() if path.is_dir())
    if not classes:
        raise SystemExit(f"{folder}: expected a folder for each class")
    files, labels, pixels = [], [], []
    for label, name in enumerate(classes):
        for path in sorted((folder / name).iterdir()):
            with Image.open(path) as image:
                array = np.asarray(image.convert("RGB"))
            if array.shape != (32, 32, 3):
                raise SystemExit(f"{path}: expected 32x32 pixels, got {array.shape[1]}x{array.shape[0]}")
            files.append(f"{name}/{path.name}")
            labels.append(label)
            pixels.append(array.transpose(2, 0, 1))
    return classes, files, torch.tensor(labels), torch.from_numpy(np.stack(pixels))


def normalise(pixels):
    """uint8 to float32, as torchvision's ToTensor and Normalize."""
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN, STD))
    return (pixels.float().div(255) - mean) / std


def augment(pixels, generator):
    """A crop of each image, moved by up to PAD pixels over zeros, and half of them mirrored."""
    count = len(pixels)
    padded = F.pad(pixels, (PAD, PAD, PAD, PAD))
    top, left = torch.randint(0, 2 * PAD + 1, (2, count), generator=generator)
    rows = top.view(-1, 1) + torch.arange(32)
    columns = left.view(-1, 1) + torch.arange(32)
    flip = torch.rand(count, generator=generator) < 0.5
    columns = torch.where(flip.view(-1, 1), columns.flip(1), columns)
    each = torch.arange(count)
    return padded[each.view(-1, 1, 1), :, rows.view(count, 32, 1), columns.view(count, 1, 32)].permute(0, 3, 1, 2)


def cut_out(x, generator, side=8):
    """A square of each normalised image, in part outside it maybe, is the mean (https://arxiv.org/abs/1708.04552)."""
    count, _, height, width = x.shape
    row, column = (torch.randint(0, size, (count, 1), generator=generator) for size in (height, width))
    rows = (torch.arange(height) - row + side // 2).clamp(-1, side) % (side + 1) < side
    columns = (torch.arange(width) - column + side // 2).clamp(-1, side) % (side + 1) < side
    inside = rows.view(count, 1, height, 1) & columns.view(count, 1, 1, width)
    return x.masked_fill(inside, 0)


def rate(epoch, arguments):
    """Two cycles, each up to its peak over its first fifth, then down to nothing along a line.

    The second, of `--finish` epochs, begins where the first ends (https://arxiv.org/abs/1608.03983): by then the network
    knows its training images better than others, which the squares cut out of them mend.
    """
    first = epoch <= arguments.epochs
    progress = epoch / arguments.epochs if first else (epoch - arguments.epochs) / arguments.finish
    return (arguments.peak if first else arguments.peak / 4) * min(progress / 0.2, (1 - progress) / 0.8)


def evaluate(net, pixels):
    net.eval()
    with torch.no_grad():
        return torch.cat([net(normalise(part)) for part in pixels.split(500)])


def train(arguments):
    torch.manual_seed(arguments.seed)
    net = CifarResNet().to(memory_format=torch.channels_last)
    decayed = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": 5e-4}, {"params": others, "weight_decay": 0}]
    optimizer = torch.optim.SGD(groups, lr=0, momentum=0.9, nesterov=True)
    done = 0
    if arguments.state.exists():
        state = torch.load(arguments.state)
        for name in ("seed", "epochs", "peak", "finish"):
            if state.get(name, getattr(arguments, name)) != getattr(arguments, name):
                raise SystemExit(f"{arguments.state} was made with --{name} {state[name]}")
        net.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        done = state["done"]
    total_epochs = arguments.epochs + arguments.finish
    if done == total_epochs:
        return print(f"{arguments.state} is trained already")
    _, _, labels, pixels = read(arguments.folder / "train")
    _, _, test_labels, test_pixels = read(arguments.folder / "test")
    steps = -(-len(labels) // BATCH)
    for epoch in range(done, total_epochs):
        start = time.monotonic()
        generator = torch.Generator().manual_seed(arguments.seed * 1000 + epoch)
        order = torch.randperm(len(labels), generator=generator)
        total = 0.0
        net.train()
        for step, index in enumerate(order.split(BATCH)):
            for group in optimizer.param_groups:
                group["lr"] = rate(epoch + (step + 1) / steps, arguments)
            x = normalise(augment(pixels[index], generator))
            if epoch >= arguments.epochs:
                x = cut_out(x, generator)
            x = x.contiguous(memory_format=torch.channels_last)
            # bfloat16 halves the time on processors that have it; weights, sums of gradients and norms are float32.
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(x)
            loss = F.cross_entropy(scores.float(), labels[index])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(index)
        state = dict(done=epoch + 1, model=net.state_dict(), optimizer=optimizer.state_dict())
        state.update({name: getattr(arguments, name) for name in ("seed", "epochs", "peak", "finish")})
        temporary = arguments.state.with_suffix(".partial")
        torch.save(state, temporary)
        os.replace(temporary, arguments.state)
        accuracy = (evaluate(net, test_pixels).argmax(1) == test_labels).float().mean().item()
        seconds = time.monotonic() - start
        print(f"epoch {epoch + 1}/{total_epochs}: loss {total / len(labels):.4f}, "
              f"test {accuracy:.2%}, {seconds:.0f} s", flush=True)


def write_safetensors(path, tensors):
    """https://github.com/huggingface/safetensors: a JSON header, padded to 8 bytes, and the numbers."""
    header, offset = {}, 0
    arrays = {name: np.ascontiguousarray(tensors[name].numpy(), "<f4") for name in sorted(tensors)}
    for name, array in arrays.items():
        header[name] = dict(dtype="F32", shape=list(array.shape), data_offsets=[offset, offset + array.nbytes])
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(a.tobytes() for a in arrays.values()))


def photograph(net, name):
    """Logits of a photograph: its shorter side resized to 32 pixels, the middle of it, as torchvision does."""
    with Image.open(ROOT / "specs/data" / name) as image:
        steps = transforms.Compose([transforms.Resize(32), transforms.CenterCrop(32), transforms.PILToTensor()])
        return [float(value) for value in evaluate(net, steps(image.convert("RGB"))[None])[0]]


def export(arguments):
    state = torch.load(arguments.state)
    total_epochs = state["epochs"] + state["finish"]
    if state["done"] != total_epochs:
        raise SystemExit(f"{arguments.state} is not trained yet: {state['done']} of {total_epochs} epochs")
    net = CifarResNet()
    net.load_state_dict(state["model"])
    tensors = {name: value for name, value in net.state_dict().items() if value.dtype == torch.float32}
    write_safetensors(WEIGHTS, tensors)
    classes, files, labels, pixels = read(arguments.folder / "test")
    logits = evaluate(net, pixels)
    answers = logits.argmax(1)
    correct = int((answers == labels).sum())
    top5 = int((logits.topk(5).indices == labels.view(-1, 1)).any(1).sum())
    shown = list(range(0, len(files), 500))
    ANSWERS.parent.mkdir(parents=True, exist_ok=True)
    made = dict(
        made_by=f"test/reference/train_cifar.py, PyTorch {torch.__version__}",
        weights=hashlib.sha256(WEIGHTS.read_bytes()).hexdigest(),
        classes=classes,
        images=len(files),
        correct=correct,
        top5=top5,
        # For each class, PyTorch's answer for its images in the order of their names, a digit each.
        answers={name: "".join(str(int(a)) for a, f in zip(answers, files) if f.startswith(name + "/"))
                 for name in classes},
        logits={files[i]: [float(value) for value in logits[i]] for i in shown},
        photographs={name: photograph(net, name) for name in ("chelsea.png", "rocket.jpg")},
    )
    ANSWERS.write_text(json.dumps(made, indent=1) + "\n")
    print(f"{correct} of {len(files)} ({correct / len(files):.2%}), top-5 {top5}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["train", "export"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=80, help="of the first cycle")
    parser.add_argument("--finish", type=int, default=20, help="epochs of the second cycle")
    parser.add_argument("--peak", type=float, default=0.2, help="the highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.use_deterministic_algorithms(True)
    (train if arguments.command == "train" else export)(arguments)


if __name__ == "__main__":
    main()
