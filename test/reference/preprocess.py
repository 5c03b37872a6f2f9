#!/usr/bin/python3
"""Makes the goldens of image preprocessing and decoding with torchvision and PIL.

    /usr/bin/python3 test/reference/preprocess.py

Writes, under test/golden/images/:
  <photo>-<resize>-<height>x<width>.png   the photo's crop before ToTensor
  preprocess.json                         crops of synthetic images, hashes of more crops, one normalised tensor
  decode/*                                small image files of every kind that a decoder must know
  decode.json                             what PIL's convert('RGB') gives for each of them

Debian's python3-torch 1.13 and python3-torchvision 0.14 (Pillow 9.4) made the committed files. The output has no
timestamps: running it again gives no diff.
"""

import base64
import hashlib
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageCms, ImageOps, __version__ as pillow_version
import torchvision
from torchvision import transforms

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "test/golden/images"
DATA = ROOT / "specs/data"
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]  # ImageNet's, as in torchvision's weights


def synthetic(width, height):
    """RGB bytes that test/runtime/synthetic.ts makes too: edges, ramps and noise in one formula."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    noise = (x * 73 + y * 151 + c * 199 + (x * y) % 61 * 17) % 256
    return Image.fromarray(np.where((x // 3 + y // 5) % 2 == 0, noise, 255 - c * 20 - y % 7).astype(np.uint8))


def crop(image, resize, height, width, interpolation="bilinear"):
    """uint8 [height, width, 3]: the evaluation transform up to ToTensor."""
    mode = transforms.InterpolationMode(interpolation)
    steps = transforms.Compose([transforms.Resize(resize, mode), transforms.CenterCrop((height, width))])
    return np.asarray(steps(image))


def tensor(image, resize, height, width):
    """float32 [3, height, width]: the whole evaluation transform."""
    steps = transforms.Compose(
        [
            transforms.Resize(resize),
            transforms.CenterCrop((height, width)),
            transforms.ToTensor(),
            transforms.Normalize(MEAN, STD),
        ]
    )
    return steps(image).numpy()


def text(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


# (what it tests, image width, image height, resize, crop height, crop width)
SYNTHETIC = [
    ("tall, shrunk", 37, 101, 18, 15, 12),
    ("wide, shrunk", 149, 40, 16, 12, 14),
    ("enlarged", 7, 9, 16, 13, 15),
    ("smaller than the crop both ways", 23, 31, 9, 20, 16),
    ("narrower than the crop", 12, 60, 8, 10, 15),
    ("lower than the crop", 60, 12, 8, 15, 10),
    ("exactly equal", 12, 12, 12, 12, 12),
    ("resized exactly to the crop", 30, 30, 12, 12, 12),
    ("not resized, cropped", 19, 16, 16, 11, 9),
    ("one pixel", 1, 1, 8, 6, 6),
    ("one pixel, one wanted", 1, 1, 1, 1, 1),
    ("one pixel wide", 1, 40, 4, 6, 6),
    ("one pixel high", 50, 1, 3, 5, 4),
    ("shrunk to a pixel", 33, 47, 1, 1, 1),
    ("shrunk a hundredfold", 700, 431, 5, 4, 6),
    # The rest of the resized length and the crop is odd: torchvision rounds a half to even, by either neighbour.
    ("halves, rest 1", 26, 20, 10, 9, 9),
    ("halves, rest 3", 26, 20, 10, 7, 10),
    ("halves, rest 5", 30, 20, 10, 5, 10),
    ("halves, rest 7", 34, 20, 12, 5, 13),
    # 16 * 25 / 11 is 36.36…: the longer side is rounded down.
    ("ratio rounded down", 11, 25, 16, 36, 16),
    ("ratio of thirds", 30, 100, 9, 30, 9),
]

# (file, resize, crop height, crop width) beyond the goldens: 232 is torchvision's V2 weights', the rest are odd.
HASHED = [
    ("chelsea.png", 232, 224, 224),
    ("chelsea.png", 235, 223, 225),
    ("chelsea.png", 64, 48, 80),
    ("chelsea.png", 300, 301, 400),
    ("chelsea.png", 513, 480, 640),
    ("chelsea.png", 100, 224, 224),
]


INTERPOLATIONS = ["bilinear", "bicubic", "lanczos", "box", "hamming"]

# The same as SYNTHETIC, with every filter. A resize of two lengths is rows and columns.
FILTERED = [
    ("tall, shrunk", 37, 101, 18, 15, 12),
    ("enlarged", 7, 9, 16, 13, 15),
    ("smaller than the crop both ways", 23, 31, 9, 20, 16),
    ("shrunk a hundredfold", 700, 431, 5, 4, 6),
    ("not resized", 19, 16, 16, 11, 9),
    ("to both lengths", 61, 47, (29, 31), 29, 31),
    ("to both lengths, cropped", 41, 83, (30, 22), 21, 17),
    ("one pixel, to both lengths", 1, 1, (5, 3), 5, 3),
]

# (file, resize, crop height, crop width), with every filter.
FILTERED_HASHED = [
    ("chelsea.png", 256, 224, 224),
    ("chelsea.png", 235, 223, 225),
    ("chelsea.png", 513, 480, 640),
    ("rocket.jpg", (224, 224), 224, 224),
]


def filtered_goldens():
    photos = {name: Image.open(DATA / name).convert("RGB") for name in ("chelsea.png", "rocket.jpg")}
    return {
        "filtered": [
            dict(what=what, interpolation=name, image=[w, h], resize=r, height=ch, width=cw,
                 crop=text(crop(synthetic(w, h), r, ch, cw, name)))
            for name in INTERPOLATIONS for what, w, h, r, ch, cw in FILTERED
        ],
        "filteredHashed": [
            dict(file=file, interpolation=name, resize=r, height=h, width=w, sha256=digest(crop(photos[file], r, h, w, name)))
            for name in INTERPOLATIONS for file, r, h, w in FILTERED_HASHED
        ],
    }


def preprocess_goldens():
    for name in ("chelsea.png", "rocket.jpg"):
        photo = Image.open(DATA / name).convert("RGB")
        stem = name.partition(".")[0]
        Image.fromarray(crop(photo, 256, 224, 224)).save(OUT / f"{stem}-256-224x224.png", optimize=True)
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16)[:, :, None].repeat(3, axis=2))
    return {
        "made_by": f"test/reference/preprocess.py, torchvision {torchvision.__version__}, Pillow {pillow_version}",
        "mean": MEAN,
        "std": STD,
        "synthetic": [
            dict(what=what, image=[w, h], resize=r, height=ch, width=cw, crop=text(crop(synthetic(w, h), r, ch, cw)))
            for what, w, h, r, ch, cw in SYNTHETIC
        ],
        "hashed": [
            dict(file=file, resize=r, height=h, width=w, sha256=digest(crop(Image.open(DATA / file), r, h, w)))
            for file, r, h, w in HASHED
        ],
        **filtered_goldens(),
        # float32, little-endian, [3, 16, 16]: every byte value through ToTensor and Normalize.
        "ramp": text(tensor(ramp, 16, 16, 16)),
        "tensors": [
            dict(file="chelsea.png", resize=256, height=224, width=224,
                 sha256=digest(tensor(Image.open(DATA / "chelsea.png"), 256, 224, 224))),
        ],
    }


def png(path, width, height, depth, colour, rows, *chunks):
    """Writes a PNG that PIL cannot write (16 bits a channel). `rows`: each row's bytes."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunk(*c) for c in chunks)
                     + chunk(b"IDAT", body) + chunk(b"IEND", b""))


def decode_goldens():
    folder = OUT / "decode"
    folder.mkdir(exist_ok=True)
    width, height = 13, 10
    rgb = synthetic(width, height)
    smooth = Image.fromarray(np.stack(np.broadcast_arrays(
        np.arange(width) * 19, np.arange(height)[:, None] * 25, 128 + np.arange(width) * 4), axis=2).astype(np.uint8))
    alpha = Image.fromarray((np.arange(width * height) * 2 % 256).astype(np.uint8).reshape(height, width))

    rgb.save(folder / "rgb.png")
    rgb.convert("L").save(folder / "grey.png")
    rgb.convert("1").save(folder / "bilevel.png")
    rgb.quantize(16).save(folder / "palette.png")
    rgb.quantize(16).save(folder / "palette-transparent.png", transparency=bytes(range(0, 256, 16)))
    rgb.save(folder / "rgb-colour-key.png", transparency=rgb.getpixel((0, 0)))
    rgba = rgb.copy()
    rgba.putalpha(alpha)
    rgba.save(folder / "rgba.png")
    Image.merge("LA", [rgb.convert("L"), alpha]).save(folder / "grey-alpha.png")
    samples = np.asarray(rgb).astype(">u2") * 256 + np.asarray(rgb)[:, :, ::-1]
    png(folder / "rgb16.png", width, height, 16, 2, [row.astype(">u2").tobytes() for row in samples])
    wide = np.dstack([samples, np.asarray(alpha).astype(">u2") * 257])
    png(folder / "rgba16.png", width, height, 16, 6, [row.astype(">u2").tobytes() for row in wide])
    grey16 = np.asarray(rgb.convert("L")).astype(">u2") * 256 + 77
    png(folder / "grey16.png", width, height, 16, 0, [row.astype(">u2").tobytes() for row in grey16])
    png(folder / "gamma.png", width, height, 8, 2, [row.tobytes() for row in np.asarray(rgb)],
        (b"gAMA", struct.pack(">I", 100000)))
    # sRGB's profile with red and green exchanged; its date is a fixed one. convert('RGB') leaves profiles alone.
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red:red + 4], profile[green:green + 4] = b"gXYZ", b"rXYZ"
    rgb.save(folder / "profile.png", icc_profile=bytes(profile))
    rgb.quantize(16).save(folder / "palette.gif")
    rgb.save(folder / "rgb.webp", lossless=True)
    rgba.save(folder / "rgba.webp", lossless=True, exact=True)
    rgb.save(folder / "rgb.tiff", compression="tiff_lzw")
    smooth.save(folder / "444.jpg", quality=92, subsampling=0)
    smooth.save(folder / "420.jpg", quality=92, subsampling=2)
    smooth.save(folder / "progressive.jpg", quality=92, progressive=True)
    smooth.convert("L").save(folder / "grey.jpg", quality=92)
    smooth.convert("CMYK").save(folder / "cmyk.jpg", quality=92, subsampling=0)
    inks = Image.fromarray(np.dstack([np.asarray(smooth), np.asarray(alpha) // 2]), "CMYK")
    inks.save(folder / "cmyk-black.jpg", quality=92, subsampling=0)
    inks.save(folder / "cmyk.tiff", compression="tiff_lzw")
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        smooth.save(folder / f"orientation-{orientation}.jpg", quality=92, subsampling=0, exif=exif)

    cases = []
    for path in sorted(folder.iterdir()):
        with Image.open(path) as image:
            if path.name == "grey16.png":
                # PIL's convert clips 16-bit greys to white above 255; the high byte is what every other mode keeps.
                expected = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
            else:
                expected = ImageOps.exif_transpose(image).convert("RGB")
        cases.append(dict(file=path.name, width=expected.width, height=expected.height, rgb=text(np.asarray(expected))))
    return cases


def write(name, value):
    (OUT / name).write_text(json.dumps(value, indent=1) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    write("preprocess.json", preprocess_goldens())
    write("decode.json", decode_goldens())
