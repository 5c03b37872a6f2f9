#!/usr/bin/python3
"""Makes the goldens of listings: what Python's print(model) prints.

    /usr/bin/python3 test/reference/modules.py

Writes test/golden/modules/<spec>.txt for every shipped spec, and layers.txt for a model of every layer that the DSL
has, in the forms that its options take; test/outline/layers.ts is the same model in the DSL. Whoever changes one
changes the other.

A ModuleList prints as PyTorch 2 prints it, with equal members that follow each other in one entry. Debian's 1.13, which
made the committed files, lists each; that is mended here.
"""

from itertools import groupby
from pathlib import Path

from torch import nn

from networks import SPECS

OUT = Path(__file__).resolve().parents[2] / "test/golden/modules"


def list_repr(self):
    entries, start = [], 0
    for text, run in groupby(repr(member) for member in self):
        count = len(list(run))
        label = f"({start}): " if count == 1 else f"({start}-{start + count - 1}): {count} x "
        entries.append((label + text).replace("\n", "\n  "))
        start += count
    inside = "".join(f"\n  {entry}" for entry in entries)
    return f"{self._get_name()}({inside}\n)" if entries else f"{self._get_name()}()"


if "__repr__" not in vars(nn.ModuleList):
    nn.ModuleList.__repr__ = list_repr


class Unit(nn.Module):
    def __init__(self, channels, inplace=False):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 1)
        self.act = nn.ReLU(inplace)


class Scale(nn.Module):
    """Says something of itself on one line."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def extra_repr(self):
        return f"factor={self.factor}"


class Block(nn.Module):
    """Says something on two lines, and has members."""

    def __init__(self):
        super().__init__()
        self.inner = Scale(2)
        self.again = self.inner

    def extra_repr(self):
        return "first line\nsecond line"


class Lines(nn.Module):
    """Says something on two lines, and has no members."""

    def extra_repr(self):
        return "first line\nsecond line"


class Named(nn.Module):
    """Says something on one line, and has members."""

    def __init__(self):
        super().__init__()
        self.lines = Lines()

    def extra_repr(self):
        return "one line"


class Layers(nn.Module):
    def __init__(self):
        super().__init__()
        self.convolutions = nn.Sequential(
            nn.Conv2d(3, 8, 1),
            nn.Conv2d(8, 8, 3, padding=1, bias=False),
            nn.Conv2d(8, 16, (3, 5), stride=(2, 1), padding=(0, 2), dilation=(1, 2), groups=4),
            nn.Conv2d(16, 16, 3, dilation=2, groups=16, bias=False),
            nn.Conv2d(16, 8, 7, stride=2, padding=(2, 3)),
            nn.Conv2d(8, 8, 3, padding=0, dilation=1, groups=1, bias=True),
            nn.Conv2d(8, 8, 3, 2, 1),
            nn.Conv2d(8, 8, (3, 4), padding="same"),
            nn.Conv2d(8, 8, 3, padding="valid"),
        )
        self.norms = nn.ModuleList(
            [
                nn.BatchNorm2d(8),
                nn.BatchNorm2d(8, eps=0.001),
                nn.BatchNorm1d(8),
                nn.BatchNorm1d(8, eps=1e-12),
                nn.BatchNorm2d(8, momentum=0.01),
                nn.BatchNorm2d(8, momentum=None, affine=False),
                nn.BatchNorm1d(8, 1e-3, 1.0, True, False),
                nn.BatchNorm2d(8, affine=False, track_running_stats=False),
            ]
        )
        self.linear = nn.Linear(8, 10)
        self.bare = nn.Linear(10, 8, bias=False)
        self.pools = nn.ModuleList(
            [
                nn.MaxPool2d(2),
                nn.MaxPool2d(3, stride=2, padding=1),
                nn.MaxPool2d((3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2), ceil_mode=True),
                nn.MaxPool2d((3, 3), dilation=2),
                nn.AvgPool2d(2),
                nn.AvgPool2d((2, 3), stride=1, padding=(1, 0), ceil_mode=True, count_include_pad=False),
                nn.AvgPool2d(3, stride=(3, 2), padding=1),
                nn.AdaptiveAvgPool2d(1),
                nn.AdaptiveAvgPool2d((1, 1)),
                nn.AdaptiveAvgPool2d((7, 5)),
                nn.MaxPool2d(3, 2, 1, 1),
                nn.AvgPool2d(3, 2, 1, True, False),
            ]
        )
        self.activations = nn.ModuleList(
            [
                nn.ReLU(),
                nn.ReLU(inplace=True),
                nn.ReLU(inplace=False),
                nn.ReLU6(),
                nn.ReLU6(inplace=True),
                nn.Sigmoid(),
                nn.SiLU(),
                nn.SiLU(inplace=True),
                nn.Tanh(),
                nn.Hardsigmoid(),
                nn.Hardsigmoid(inplace=True),
                nn.Hardswish(),
                nn.Hardswish(inplace=True),
                nn.LeakyReLU(),
                nn.LeakyReLU(0.2, inplace=True),
                nn.GELU(),
                nn.GELU("tanh"),
                nn.Softmax(dim=-1),
                nn.Softmax(dim=1),
                nn.Dropout(),
                nn.Dropout(0.0, inplace=True),
                nn.Identity(),
                nn.Flatten(),
                nn.Flatten(2),
                nn.Flatten(1, 2),
                nn.ReLU(True),
                nn.LeakyReLU(0.1, True),
            ]
        )
        slopes = [1.0, -2.5, 1 / 3, 1e-4, 9.9e-5, 1e-5, 1.25e-7, 5e-324, 1e15, 9999999999999998.0, 1e16, 1.5e16]
        slopes += [123456789012345680.0, 1e21, 1e22, 1e100, 1.7976931348623157e308]
        self.floats = nn.Sequential(*[nn.LeakyReLU(slope) for slope in slopes])
        self.runs = nn.ModuleList(
            [Unit(4), Unit(4), Unit(4), Unit(4, inplace=True), Unit(8), Unit(8), Scale(2), nn.ReLU(), nn.ReLU(), Unit(4)]
        )
        self.nested = nn.ModuleList(
            [
                nn.ModuleList([Unit(4), Unit(4)]),
                nn.ModuleList([Unit(4), Unit(4)]),
                nn.Sequential(Unit(4), Unit(4)),
                nn.Sequential(nn.ModuleList([nn.Tanh()])),
            ]
        )
        self.shared = self.nested[0]
        self.tied = nn.ModuleList([self.linear, self.linear])
        self.none = nn.Sequential()
        self.nothing = nn.ModuleList()
        self.scale = Scale(3)
        self.block = Block()
        self.named = Named()


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    models = {spec: make(num_classes=cases[0][0]) for spec, (make, cases) in SPECS.items()}
    for name, model in {**models, "layers": Layers()}.items():
        (OUT / f"{name}.txt").write_text(f"{model}\n")


if __name__ == "__main__":
    main()
