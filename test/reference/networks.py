#!/usr/bin/python3
"""Makes the goldens of whole networks: PyTorch's logits with the synthetic weights and inputs of synthetic.py.

    /usr/bin/python3 test/reference/networks.py [spec …]

Writes test/golden/networks/<spec>.json for every shipped spec, or for those named:
  spec, parameters (their number), macs (multiply-accumulates of convolutions and linear layers), of the first case,
           which has the spec's defaults
  cases    settings; shape and logits, base64 of little-endian float32: a float64 run of the whole model, rounded
           once; float32Error, the largest |float32 run - float64 run| of PyTorch itself over the largest |logit|
  tensors  [name, shape] of the state_dict, in its order, without num_batches_tracked
A case's weights are synthesize(name, shape), its input is synthetic_input([batch, 3, height, width]).

Debian's python3-torch 1.13 and python3-torchvision 0.14 made the committed files.
"""

import base64
import json
import sys
import time
from pathlib import Path

import torch
import torchvision.models
from torch import nn

import article_resnet50
from train_cifar import CifarResNet
from synthetic import synthesize, synthetic_input

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "test/golden/networks"


def resnet50_v1(num_classes):
    """torchvision's ResNet-50 with the stride moved from each 3x3 to the 1x1 before it, as in the paper."""
    model = torchvision.models.resnet50(num_classes=num_classes)
    for module in model.modules():
        if isinstance(module, torchvision.models.resnet.Bottleneck):
            module.conv1.stride, module.conv2.stride = module.conv2.stride, module.conv1.stride
    return model


def cifar_resnet20(num_classes):
    return CifarResNet(3, num_classes)


FULL = (1000, 1, 224, 224)
SMALLEST = (10, 1, 33, 33)
# (classes, batch, height, width): the defaults first; 33 is the smallest size that is promised, and 97x131 is odd at most stages.
SPECS = {
    "resnet18": (torchvision.models.resnet18, [FULL, SMALLEST, (10, 3, 65, 48), (10, 1, 97, 131)]),
    "resnet34": (torchvision.models.resnet34, [FULL, SMALLEST, (10, 3, 48, 65)]),
    "resnet50": (torchvision.models.resnet50, [FULL, SMALLEST, (10, 3, 65, 48), (10, 1, 97, 131), (1000, 1, 160, 256)]),
    "resnet101": (torchvision.models.resnet101, [FULL, SMALLEST]),
    "resnet152": (torchvision.models.resnet152, [FULL, (10, 1, 65, 48)]),
    "resnet50-v1": (resnet50_v1, [FULL, SMALLEST, (10, 3, 65, 48), (10, 1, 97, 131)]),
    "wide-resnet50-2": (torchvision.models.wide_resnet50_2, [FULL, (10, 3, 33, 47)]),
    "resnext50-32x4d": (torchvision.models.resnext50_32x4d, [FULL, SMALLEST, (10, 3, 65, 48), (10, 1, 97, 131)]),
    "article-resnet50": (article_resnet50.ResNet50, [FULL, SMALLEST, (10, 3, 65, 48), (10, 1, 97, 131)]),
    "cifar-resnet20": (cifar_resnet20, [(10, 1, 32, 32), (10, 3, 33, 47), (7, 1, 5, 9)]),
}
PARAMETERS = {"resnet50": 25_557_032, "article-resnet50": 21_797_672}


def tensors_of(model):
    """[name, shape] of everything a checkpoint holds that inference reads."""
    return [
        (name, tuple(tensor.shape))
        for name, tensor in model.state_dict().items()
        if not name.endswith(".num_batches_tracked")
    ]


def build(make, classes):
    model = make(num_classes=classes).eval()
    weights = {name: torch.from_numpy(synthesize(name, shape)) for name, shape in tensors_of(model)}
    odd = model.load_state_dict(weights, strict=False)
    assert not odd.unexpected_keys and all(key.endswith(".num_batches_tracked") for key in odd.missing_keys)
    return model


def macs_of(model, x):
    """Multiply-accumulates, counted layer by layer while the model runs."""
    total = 0

    def count(layer, _, y):
        nonlocal total
        # Every element of the result is a dot product with one row of the weight.
        total += y.numel() * layer.weight[0].numel()

    hooks = [m.register_forward_hook(count) for m in model.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    model(x)
    for hook in hooks:
        hook.remove()
    return total


def make_case(model, settings):
    classes, batch, height, width = settings
    x = torch.from_numpy(synthetic_input((batch, 3, height, width)))
    single = model.float()(x).double()
    double = model.double()(x.double())
    model.float()  # Every float32 is a float64, so nothing was lost on the way.
    largest = double.abs().max()
    return {
        "settings": {"classes": classes, "batch": batch, "height": height, "width": width},
        "shape": list(double.shape),
        # Two digits: the rest depends on the processor that ran float32.
        "float32Error": float(f"{float((single - double).abs().max() / largest):.2g}"),
        "logits": base64.b64encode(double.numpy().astype("<f4").tobytes()).decode(),
    }


def write(spec):
    make, settings = SPECS[spec]
    models = {classes: build(make, classes) for classes in {case[0] for case in settings}}
    classes, batch, height, width = settings[0]
    full = models[classes]
    parameters = sum(parameter.numel() for parameter in full.parameters())
    assert parameters == PARAMETERS.get(spec, parameters), parameters
    macs = macs_of(full, torch.from_numpy(synthetic_input((batch, 3, height, width))))
    cases = [make_case(models[case[0]], case) for case in settings]
    lines = [f'"spec": "{spec}"', f'"parameters": {parameters}', f'"macs": {macs}']
    lines.append('"cases": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]")
    lines.append('"tensors": [\n' + ",\n".join(json.dumps(row) for row in tensors_of(full)) + "\n]")
    (OUT / f"{spec}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    return parameters, macs, [case["float32Error"] for case in cases]


def main():
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    OUT.mkdir(parents=True, exist_ok=True)
    for spec in sys.argv[1:] or SPECS:
        start = time.time()
        print(spec, *write(spec), f"{time.time() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
