"""Files that NumPy and Python have written, and what they read from them, for the tests; needs NumPy alone.

    python3 data_files.py optdigits.tes > data_files.json

(optdigits.tes: the file of that name from UCI's "Optical Recognition of Handwritten Digits".)

Files are in base64. Doubles are written as the 16 hexadecimal digits of their bits, integers in decimal.
"""

import base64
import csv
import io
import json
import pickle
import random
import struct
import sys

import numpy as np


def bits(x):
    return struct.pack(">d", x).hex()


def encoded(data):
    return base64.b64encode(data).decode()


def saved(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return file.getvalue()


def arrays():
    real = np.array([[0.1, -2.5, 1e300], [np.nan, -np.inf, 5e-324]])
    single = np.array([[0.1, -2.5], [3e38, 1e-45], [np.inf, -0.0]], dtype="f4")
    whole = np.arange(-3, 9).reshape(3, 4)
    for order in "<>":
        for layout in "CF":
            for kind, array in (("f8", real), ("f4", single), ("i8", whole), ("i4", whole), ("i2", whole)):
                yield f"{order}{kind} {layout}", array.astype(order + kind, order=layout), None
    yield "0-d f8", np.array(0.1), None
    yield "0-d f4", np.array(0.1, dtype="f4"), None
    yield "0-d i8", np.array(-7), None
    yield "1-d f8", np.array([0.1, 0.2, 0.3]), None
    yield "1-d >f4", np.array([0.1, 0.2, 0.3], dtype=">f4"), None
    yield "1-d i8", np.array([2**63 - 1, -(2**63), 0]), None
    yield "1-d u8", np.array([2**63 - 1, 5], dtype="u8"), None
    yield "1-d u4", np.array([2**32 - 1, 5], dtype="u4"), None
    yield "1-d u2", np.array([2**16 - 1, 5], dtype=">u2"), None
    yield "1-d u1", np.array([255, 5], dtype="u1"), None
    yield "1-d i1", np.array([-128, 5], dtype="i1"), None
    yield "1-d bool", np.array([True, False, True]), None
    yield "2-d bool F", np.array([[True, False, True], [False, False, True]], order="F"), None
    yield "2-d i8 of 2^53", np.array([[2**53, -(2**53)]]), None
    yield "empty f8", np.zeros(0), None
    yield "0 x 3 f8", np.zeros((0, 3)), None
    yield "3 x 0 f4 F", np.zeros((3, 0), dtype="f4", order="F"), None
    yield "version 2", np.array([1.5, 2.5]), (2, 0)
    yield "version 3", np.array([1.5, 2.5]), (3, 0)
    # Headers of every length that the padding may meet.
    for n in (1, 10, 1000, 12345):
        yield f"{n} i8", np.arange(n), None
    # Longer than is read at once.
    yield "600 x 500 u1 F", (np.arange(300000).reshape(600, 500) % 251).astype("u1", order="F"), None


def array_entry(name, array, version):
    entry = {"name": name, "shape": list(array.shape)}
    data = saved(array, version)
    # Of a large file Swift makes the same; see the test.
    if array.size < 2000:
        entry["file"] = encoded(data)
        flat = array.ravel(order="C")
        entry["integers"] = [str(int(x)) for x in flat] if array.dtype.kind in "iub" else None
        entry["reals"] = [bits(float(x)) for x in flat] if array.dtype.kind == "f" else None
    else:
        entry["header"] = encoded(data[: len(data) - array.nbytes])
    entry["native"] = version is None and array.dtype.str in ("<f8", "<f4", "<i8") and bool(array.flags.c_contiguous)
    return entry


def refused():
    record = np.array([(1, 2.5)], dtype=[("a", "i4"), ("b", "f8")])
    objects = io.BytesIO()
    np.save(objects, np.array([{}, None], dtype=object), allow_pickle=True)
    archive = io.BytesIO()
    np.savez(archive, a=np.zeros(2))
    damaged = saved(np.zeros(3))
    return {
        "objects": objects.getvalue(),
        "record": saved(record),
        "archive": archive.getvalue(),
        "pickle": pickle.dumps(np.zeros(2)),
        "text": saved(np.array(["ab", "cde"])),
        "bytes": saved(np.array([b"ab", b"cde"])),
        "complex": saved(np.array([1j])),
        "date": saved(np.array(["2020-01-01"], dtype="M8[D]")),
        "half": saved(np.zeros(2, dtype="f2")),
        "3-d": saved(np.zeros((2, 3, 4))),
        "large u8": saved(np.array([1, 2**63], dtype="u8")),
        "inexact i8": saved(np.array([[1, 2, 3], [4, 2**53 + 1, 6]])),
        "cut numbers": saved(np.zeros((3, 4)))[:-1],
        "cut header": saved(np.zeros(3))[:60],
        "cut magic": saved(np.zeros(3))[:5],
        "empty": b"",
        "damaged": damaged.replace(b"'shape'", b"'shade'"),
        "negative": damaged.replace(b"(3,)", b"(-3,)"),
        "huge": damaged.replace(b"(3,), } ", b"(4611686018427387904, 4), }"),
        "version": damaged[:6] + b"\x09\x00" + damaged[8:],
    }


def decimals():
    r = random.Random(1)
    texts = """0 -0 1 +1 .5 5. -.5e1 1E5 1e+5 1e-5 00012 0.1 0.2 0.3 1e22 1e23 1e-22 1e-23 8.5e22 9007199254740991
      9007199254740992 9007199254740993 9007199254740993e22 9007199254740993e-22 9007199254740992e22 9007199254740992e-22
      18446744073709551615 18446744073709551616 99999999999999999999 123456789012345678901234567890 2.2250738585072011e-308
      2.2250738585072014e-308 5e-324 2.4703282292062327e-324 2.4703282292062328e-324 1.7976931348623157e308
      1.7976931348623159e308 1e308 1e309 -1e400 1e-400 0e999999999999999999999 1e-99999999999999999999
      0.000000000000000000000000000000123 1000000000000000000000000000000e-30 0.50000000000000000000000000000000001
      1.00000000000000011102230246251565 1.00000000000000011102230246251566 6.631236846766476e-316 3.1415926535897932""".split()
    for _ in range(100):
        texts.append(repr(struct.unpack(">d", struct.pack(">Q", r.getrandbits(63) % (2047 << 52)))[0]))
        texts.append("%.18e" % r.gauss(0, 1))
        texts.append("%.6g" % r.gauss(0, 1e3))
        texts.append("%de%d" % (2**53 + r.randint(-3, 3), r.randint(-24, 24)))
        texts.append("%d.%d" % (r.getrandbits(r.randint(1, 60)), r.getrandbits(r.randint(1, 40))))
    return [[text, bits(float(text))] for text in texts]


def table():
    """Text with all that has to be quoted, by Python's own writer."""
    rows = [["a, b", "x", 'say "y"'], ["1.5", "plain", "-1e-3"], ["", 'with "quotes"', "2"], ["3", "two\nlines, \r\n3", "4"],
            ["-0.25", "", ""], ["1e5", "ünï", "0.1"]]
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return {"file": encoded(file.getvalue().encode()), "rows": rows}


def images():
    """A made file of CIFAR-10's layout: record k has label 3k mod 10 and pixels by a formula."""
    k, j = np.arange(7)[:, None], np.arange(3072)[None, :]
    pixels = (k * 37 + j * 11 + k * k * j % 7) % 256
    x = pixels / 255
    centered = x - x.mean(axis=0)
    places = [(0, 0), (6, 3071), (3, 1024), (5, 2047)]
    return {
        "plain": [bits(x[p]) for p in places],
        "centered": [bits(centered[p]) for p in places],
        "single": [bits(float(np.float32(centered[p]))) for p in places],
        "places": places,
        "norm": bits(float(np.linalg.norm(centered))),
    }


def digits(path):
    rows = np.loadtxt(path, delimiter=",")
    x, labels = rows[:, :64], rows[:, 64].astype(int)
    centered = x / 16 - (x / 16).mean(axis=0)
    return {
        "counts": [int((labels == c).sum()) for c in range(10)],
        "label_moment": int((labels * np.arange(1, len(labels) + 1)).sum()),
        "column_sums": [int(s) for s in x.sum(axis=0)],
        "moments": [int(s) for s in (x * np.arange(1, len(x) + 1)[:, None]).sum(axis=0)],
        "centered": [bits(centered[i, 20]) for i in (0, 1, 1796)],
        "norm": bits(float(np.linalg.norm(centered))),
    }


json.dump(
    {
        "arrays": [array_entry(*case) for case in arrays()],
        "refused": {name: encoded(data) for name, data in refused().items()},
        "decimals": decimals(),
        "table": table(),
        "images": images(),
        "digits": digits(sys.argv[1]),
    },
    sys.stdout,
    indent=0,
)
