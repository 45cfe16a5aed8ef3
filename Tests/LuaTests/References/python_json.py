# Writes python_json.json beside it, with Python's own json module: python3 Tests/LuaTests/References/python_json.py
# A case is Python's text of a value, the same spread over lines, and for numbers their bits.
import json, pathlib, random, struct

random.seed(1)
bits = [random.getrandbits(64) for _ in range(400)]
numbers = [x for x in (struct.unpack("<d", struct.pack("<Q", b))[0] for b in bits) if x == x]
numbers += [0.0, -0.0, 0.1, 1 / 3, 1.0, 1e15, 1e16, 1e17, 1e22, 1e23, 5e-324, 2.2250738585072014e-308,
            1.7976931348623157e308, 9007199254740993.0, float("inf"), float("-inf")]
values = [
    None, True, False, 0, -1, 2**63 - 1, -(2**63), "", "plain", "é ∑ 😀", '"\\/\b\f\n\r\t\u0000\u001f\u007f', "\u2028\ufeff",
    [], {}, [[]], [{}], {"a": []}, {"a": {"b": [1, 2.5, "x", None, True]}}, {"": 0, "é": 1, "a b": 2, "a": 3, "B": 4},
    [1, 1.0, -1, 1e100], list(range(50)),
]
cases = [{"text": json.dumps(v, sort_keys=True, separators=(",", ":")), "ascii": json.dumps(v, ensure_ascii=True),
          "unicode": json.dumps(v, ensure_ascii=False, indent=3)} for v in values]
reals = [{"text": json.dumps(x), "bits": struct.pack(">d", x).hex()} for x in numbers]
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"cases": cases, "reals": reals}, indent=1) + "\n")
