"""resnet50 on an NVIDIA GPU, for numpy: batch 1, in float16 with float32 sums.

    from netwright_resnet50 import Model

    with Model("weights.bin") as model:
        output = model.run(image_batch)  # (1, 3, 224, 224) -> (1, 1000)

Values that are on the GPU already, such as torch's, stay there:

    output = torch.empty((1, 1000), device="cuda")
    model.run_device(input.data_ptr(), output.data_ptr(), torch.cuda.current_stream().cuda_stream)

Needs numpy, and the library that `make` or CMake builds beside this file. Written by Netwright.
"""

from __future__ import annotations

import ctypes
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

__all__ = ["INPUT_SHAPE", "OUTPUT_SHAPE", "Layer", "Model", "NetwrightError"]

INPUT_SHAPE = (1, 3, 224, 224)
OUTPUT_SHAPE = (1, 1000)

_PLAN = "8369359c605600e7"
_LAYERS = 51
_ARENA_ELEMENTS = 1304576


class NetwrightError(RuntimeError):
    """A call that failed. `status` is one of `resnet50_status`, the message says how to mend it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Layer:
    """A step of the network and its time."""

    name: str
    kernel: str
    microseconds: float
    macs: int
    bytes: int


class _Error(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int), ("message", ctypes.c_char * 512)]


class _Layer(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("kernel", ctypes.c_char_p),
        ("microseconds", ctypes.c_double),
        ("macs", ctypes.c_uint64),
        ("bytes", ctypes.c_uint64),
    ]


def _find_library() -> Path:
    here = Path(__file__).resolve().parent
    places = [here / "libresnet50.so", here / "build" / "libresnet50.so"]
    for place in places:
        if place.exists():
            return place
    raise FileNotFoundError(
        f"{places[0]} is not there, nor in build/: run `make` in {here}, or pass library=..."
    )


def _load(path: str | os.PathLike[str]) -> ctypes.CDLL:
    library = ctypes.CDLL(os.fspath(path))
    pointer, error = ctypes.c_void_p, ctypes.POINTER(_Error)
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "create": (ctypes.c_int, [ctypes.POINTER(pointer), ctypes.c_char_p, ctypes.c_int, error]),
        "create_from_memory": (
            ctypes.c_int,
            [ctypes.POINTER(pointer), pointer, ctypes.c_size_t, ctypes.c_int, error],
        ),
        "run": (ctypes.c_int, [pointer, pointer, pointer, error]),
        "run_async": (ctypes.c_int, [pointer, pointer, pointer, pointer, error]),
        "profile": (ctypes.c_int, [pointer, ctypes.c_int, ctypes.POINTER(_Layer), error]),
        "arena_after": (ctypes.c_int, [pointer, pointer, ctypes.c_int, pointer, error]),
        "destroy": (None, [pointer]),
        "is_synthetic": (ctypes.c_int, [pointer]),
        "weights_bytes": (ctypes.c_size_t, []),
        "workspace_bytes": (ctypes.c_size_t, []),
        "input_elements": (ctypes.c_size_t, []),
        "output_elements": (ctypes.c_size_t, []),
        "layers": (ctypes.c_int, []),
        "plan": (ctypes.c_char_p, []),
    }
    try:
        for name, (result, arguments) in signatures.items():
            function = getattr(library, f"resnet50_{name}")
            function.restype, function.argtypes = result, arguments
    except AttributeError as cause:
        raise OSError(f"{path} is no library of resnet50: {cause}") from None
    found = (
        library.resnet50_plan().decode(),
        library.resnet50_input_elements(),
        library.resnet50_output_elements(),
        library.resnet50_layers(),
    )
    expected = (_PLAN, 150528, 1000, _LAYERS)
    if found != expected:
        raise OSError(f"{path} is built of another version of this package: build it again")
    return library


def _address(array: np.ndarray) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


class Model:
    """The network with its weights on one device.

    Threads may share it: calls take turns. But run_device returns before its work is done: wait for its stream before a
    call that is not on the same stream.
    """

    def __init__(
        self,
        weights: str | os.PathLike[str] | bytes | bytearray | memoryview = "weights.bin",
        device: int = 0,
        *,
        library: str | os.PathLike[str] | None = None,
    ) -> None:
        """Loads weights, a path or a file's bytes, onto a device; checks their size, layout and hash."""
        self._handle: ctypes.c_void_p | None = None
        self._lock = threading.Lock()
        self._library = _load(library if library is not None else _find_library())
        handle = ctypes.c_void_p()
        if isinstance(weights, (bytes, bytearray, memoryview)):
            data = np.frombuffer(weights, dtype=np.uint8)
            self._call("create_from_memory", ctypes.byref(handle), _address(data), data.size, device)
        else:
            self._call("create", ctypes.byref(handle), os.fsencode(weights), device)
        self._handle = handle

    def run(self, input: Any, out: np.ndarray | None = None) -> np.ndarray:
        """Runs on an array of INPUT_SHAPE; other dtypes and layouts are converted to float32.

        The result is a new array of OUTPUT_SHAPE, or `out`, which is float32 and contiguous.
        """
        values = np.ascontiguousarray(input, dtype=np.float32)
        if values.shape != INPUT_SHAPE:
            raise ValueError(f"the input has shape {values.shape}, expected {INPUT_SHAPE}")
        if out is None:
            out = np.empty(OUTPUT_SHAPE, dtype=np.float32)
        elif (
            not isinstance(out, np.ndarray)
            or out.shape != OUTPUT_SHAPE
            or out.dtype != np.float32
            or not out.flags.c_contiguous
            or not out.flags.writeable
        ):
            raise ValueError(f"out must be a writeable, contiguous float32 array of shape {OUTPUT_SHAPE}")
        with self._lock:
            self._call("run", self._open(), _address(values), _address(out))
        return out

    def run_device(self, input: int, output: int, stream: int = 0) -> None:
        """Runs on addresses of this device's memory, float32 and contiguous, when the stream comes to it.

        Returns at once: the memory must live until the stream is done. 0 is the default stream. It launches a graph, so
        it cannot be captured in one of yours.
        """
        for name, address in (("input", input), ("output", output)):
            if not isinstance(address, int):
                raise TypeError(f"{name} must be an address, such as tensor.data_ptr(), got {type(address).__name__}")
        with self._lock:
            self._call("run_async", self._open(), input, output, stream)

    def profile(self, runs: int = 20) -> list[Layer]:
        """The median time of every step over some runs, in the order they run."""
        layers = (_Layer * _LAYERS)()
        with self._lock:
            self._call("profile", self._open(), runs, layers)
        return [
            Layer(each.name.decode(), each.kernel.decode(), each.microseconds, each.macs, each.bytes)
            for each in layers
        ]

    def arena_after(self, input: Any, step: int) -> np.ndarray:
        """For tools: the arena of plan.json, as float32, after the steps up to `step`."""
        values = np.ascontiguousarray(input, dtype=np.float32)
        if values.shape != INPUT_SHAPE:
            raise ValueError(f"the input has shape {values.shape}, expected {INPUT_SHAPE}")
        arena = np.empty(_ARENA_ELEMENTS, dtype=np.float32)
        with self._lock:
            self._call("arena_after", self._open(), _address(values), step, _address(arena))
        return arena

    @property
    def is_synthetic(self) -> bool:
        """Whether the weights are made up, to try the package without a checkpoint."""
        with self._lock:
            return bool(self._library.resnet50_is_synthetic(self._open()))

    @property
    def device_bytes(self) -> int:
        """Memory that this has on the device."""
        return self._library.resnet50_weights_bytes() + self._library.resnet50_workspace_bytes()

    def close(self) -> None:
        """Releases everything on the device. Calls afterwards fail; closing again does nothing."""
        with self._lock:
            handle, self._handle = self._handle, None
            if handle is not None:
                self._library.resnet50_destroy(handle)

    def __enter__(self) -> Model:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None) is not None:
            self.close()

    def _open(self) -> ctypes.c_void_p:
        if self._handle is None:
            raise ValueError("the model is closed")
        return self._handle

    def _call(self, name: str, *arguments: Any) -> None:
        error = _Error()
        status = getattr(self._library, f"resnet50_{name}")(*arguments, ctypes.byref(error))
        if status != 0:
            raise NetwrightError(status, error.message.decode(errors="replace"))
