"""Writes npy.json: files of NumPy, and files of ours that NumPy has read.

    npm run build && /usr/bin/python3 test/golden/npy.py        (numpy 1.24; the same bytes every time)
"""
import base64, io, json, math, pathlib, struct, subprocess, zipfile
import numpy as np
from numpy.lib import format as npy

HERE = pathlib.Path(__file__).parent
text = lambda raw: base64.b64encode(raw).decode()


def number(x):
    x = float(x)
    return "nan" if math.isnan(x) else "inf" if x == math.inf else "-inf" if x == -math.inf else x

def values(a): return [number(x) for x in a.reshape(-1).tolist()]

def written(a, version=(1, 0)):
    raw = io.BytesIO()
    npy.write_array(raw, a, version=version)
    return raw.getvalue()


# -- files of NumPy, which are read ---------------------------------------------------------------------------------------

HERE_DTYPE = {"f2": "float32", "f4": "float32", "f8": "float64", "b1": "bool"}
FLOATS = [0.0, -0.0, 1.5, -0.25, math.inf, -math.inf, math.nan, 6.103515625e-05, 5.960464477539063e-08, 65504.0]
LIMITS = {f"i{n}": [-2 ** (8 * min(n, 4) - 1), -1, 0, 2 ** (8 * min(n, 4) - 1) - 1] for n in (1, 2, 4, 8)}
LIMITS |= {f"u{n}": [0, 1, min(2 ** (8 * n), 2 ** 31) - 1] for n in (1, 2, 4, 8)}

def arrays():
    """name, array, version"""
    for kind in "f2", "f4", "f8":
        for order in "<", ">": yield f"{order}{kind}", np.array(FLOATS, f"{order}{kind}"), (1, 0)
    for kind, limits in LIMITS.items():
        for order in ("|",) if kind[1] == "1" else ("<", ">"): yield f"{order}{kind}", np.array(limits, f"{order}{kind}"), (1, 0)
    yield "|b1", np.array([True, False, True]), (1, 0)
    cube = np.arange(24, dtype="<f4").reshape(2, 3, 4)
    yield "three axes", cube, (1, 0)
    yield "fortran order", np.asfortranarray(cube), (1, 0)
    yield "fortran order, big endian", np.asfortranarray(cube.astype(">i2")[0]), (1, 0)
    yield "fortran order, bool", np.asfortranarray(cube[0] % 3 == 0), (1, 0)
    yield "a view", cube[:, ::2, 1:3], (1, 0)
    yield "0-d", np.array(-2.5), (1, 0)
    yield "0-d int", np.array(7), (1, 0)
    yield "empty", np.zeros((2, 0, 3), "f4"), (1, 0)
    yield "empty, fortran order", np.asfortranarray(np.zeros((0, 3), "f8")), (1, 0)
    yield "eight axes", np.arange(4.0).reshape(1, 2, 1, 1, 2, 1, 1, 1), (1, 0)
    yield "version 2.0", cube[0], (2, 0)
    yield "version 3.0", cube[0], (3, 0)

def files():
    for name, a, version in arrays():
        kind = a.dtype.str[1:]
        yield {"name": name, "base64": text(written(a, version)), "dtype": HERE_DTYPE.get(kind, "int32"),
               "shape": list(a.shape), "values": values(a)}

def python2():
    """As Python 2 wrote it: sizes with an L; the descr without an order, in double quotes, keys in another order."""
    head = b"{\"shape\": (2L, 1L), 'descr': \"f4\", 'fortran_order': False}"
    head += b" " * (-(10 + len(head) + 1) % 16) + b"\n"
    return text(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + struct.pack("<2f", 1, 2))

def refused():
    """Arrays that NumPy writes and nobody here can hold."""
    record = np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f4")])
    for a in [np.array([1j]), np.array(["a"]), np.array([b"a"]), np.array([1], "M8[s]"), record, np.array([1], "g")]:
        yield {"descr": a.dtype.str, "base64": text(written(a))}
    objects = io.BytesIO()
    npy.write_array(objects, np.array([None]), allow_pickle=True)
    yield {"descr": "|O", "base64": text(objects.getvalue())}

def archives():
    arrays = {"w": np.arange(6, dtype="f4").reshape(2, 3), "a/b.c": np.array([True]), "größe": np.arange(300) // 100}
    for name, save in ("savez", np.savez), ("savez_compressed", np.savez_compressed):
        raw = io.BytesIO()
        save(raw, **arrays)
        # the time of day is in none of them: zipfile is given a fixed one by numpy
        yield {"name": name, "base64": text(raw.getvalue()), "arrays": {k: values(a) for k, a in arrays.items()}}

def odd():
    """Archives that numpy.load reads though savez did not write them so."""
    def archive(change=lambda raw: raw, **members):
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as z:
            for name, data in {"w.npy": written(np.float32([1, 2])), **members}.items():
                z.writestr(zipfile.ZipInfo(name), data)
        data = change(raw.getvalue())
        assert np.load(io.BytesIO(data))["w"].tolist() == [1, 2]
        return {"base64": text(data)}

    skipped = {"text.npy": written(np.array(["a"])), "complex.npy": written(np.array([1j])), "README": b"hello", "no.npy": b"hello"}
    yield {"name": "with text, complex numbers and a README", **archive(**skipped), "skipped": list(skipped)}
    yield {"name": "with folders", **archive(**{"a/": b"", "a/b/": b""})}
    yield {"name": "with bytes behind it", **archive(lambda raw: raw + b"behind")}
    limit, zipfile.ZIP_FILECOUNT_LIMIT = zipfile.ZIP_FILECOUNT_LIMIT, 0
    yield {"name": "whose end is of zip64", **archive()}
    yield {"name": "of zip64, with bytes behind it", **archive(lambda raw: raw + b"behind")}
    zipfile.ZIP_FILECOUNT_LIMIT = limit

def code_page():
    """Every character of code page 437 in a name. zipfile writes those in UTF-8: the flag and the names are put right."""
    name = bytes(range(128, 256)).decode("cp437") + ".npy"
    plain = "?" * 128 + ".npy"
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as z:
        z.writestr(zipfile.ZipInfo(plain), written(np.float32(7)))
    data = raw.getvalue().replace(plain.encode(), name.encode("cp437"))
    assert np.load(io.BytesIO(data)).files == [name[:-4]]
    return {"name": name[:-4], "base64": text(data)}


# -- files that are to be written: by NumPy, for comparison to the byte ---------------------------------------------------

HARD = [1 + 2**-11, 1 + 3 * 2**-11, 1 + 2**-11 + 2**-40, 2049, 65519.99, 65520, -65520, 1e300, 2**-25, 2**-25 * 1.001, 2**-24 * 1.5,
        -(2**-24) * 2.5, 1023.75 * 2**-24, 5e-324, 0.0, -0.0, 1 / 3, math.inf, -math.inf, math.nan]

def saved():
    with np.errstate(over="ignore"):
        for dtype in "float16", "float32", "float64":
            yield {"dtype": dtype, "from": "float64", "values": [number(x) for x in HARD], "shape": [4, 5],
                   "base64": text(written(np.array(HARD).reshape(4, 5).astype(dtype)))}
    for dtype in "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64":
        info = np.iinfo(dtype)
        limits = [max(info.min, -2**31), 0, 1, min(info.max, 2**31 - 1)]
        yield {"dtype": dtype, "from": "int32", "values": limits, "shape": [4], "base64": text(written(np.array(limits, dtype)))}
    yield {"dtype": "bool", "from": "bool", "values": [1, 0], "shape": [2], "base64": text(written(np.array([True, False])))}
    yield {"dtype": "float64", "from": "float64", "values": [2.5], "shape": [], "base64": text(written(np.array(2.5)))}
    for shape in [1], [0], [0, 12345], [2, 1, 3], [1] * 8:
        zeros = np.zeros(shape, "f4")
        yield {"dtype": "float32", "from": "float32", "values": values(zeros), "shape": shape, "base64": text(written(zeros))}


# -- what we write, read by NumPy -----------------------------------------------------------------------------------------

OURS = """
import { tensor } from "wasmgrad";
import { saveNpy, saveNpz } from "wasmgrad/npy";
const tensors = {
  w: tensor([[0, 1, 2], [3, 4, 5]]).T,
  "a/b.c": tensor([true, false]),
  größe: tensor(Int32Array.from({ length: 300 }, (_, i) => Math.floor(i / 100))),
  "": tensor(-0.5, { dtype: "float64" }),
};
const text = (bytes) => Buffer.from(bytes).toString("base64");
console.log(JSON.stringify({
  stored: text(saveNpz(tensors)), compressed: text(saveNpz(tensors, { compress: true })),
  half: text(saveNpy(tensors.w, { dtype: "float16" })),
}));
"""

def ours():
    run = subprocess.run(["node", "--input-type=module", "-e", OURS], capture_output=True, text=True, check=True, cwd=HERE)
    made = json.loads(run.stdout)
    w = np.arange(6, dtype="f4").reshape(2, 3).T
    for kind in "stored", "compressed":
        raw = base64.b64decode(made[kind])
        read = np.load(io.BytesIO(raw))
        wanted = {"w": w, "a/b.c": np.array([True, False]), "größe": np.arange(300, dtype="i4") // 100, "": np.array(-0.5)}
        assert set(read.files) == set(wanted), read.files
        for name, a in wanted.items():
            assert read[name].dtype == a.dtype and read[name].shape == a.shape and (read[name] == a).all(), name
    assert len(made["compressed"]) < len(made["stored"])
    half = np.load(io.BytesIO(base64.b64decode(made["half"])))
    assert half.dtype == np.float16 and (half == w).all()
    return made["stored"]


if __name__ == "__main__":
    line = lambda x: json.dumps(x, separators=(",", ":"), ensure_ascii=False)
    block = lambda records: "[\n" + ",\n".join(map(line, records)) + "\n]"
    parts = {"files": block(files()), "refused": block(refused()), "archives": block(archives()), "odd": block(odd()), "codePage": line(code_page()), "saved": block(saved()),
             "python2": line(python2()), "ours": line(ours())}
    made = "{" + ",\n".join(f'"{k}":{v}' for k, v in parts.items()) + "}\n"
    (HERE / "npy.json").write_text(made)
    print(f"{len(made) / 1024:.0f} KB")
