"""The oracle: what PyTorch says about every op, on every kind of view.

    /usr/bin/python3 test/golden/ops.py [family ...]     (torch 1.13; the same bytes every time)

A family is a file beside this one which says what to ask; its answers go to <family>.json, in the form that record.py
describes. meaning.py says each op in torch's words; a family may add its own. promotion.json is the table of dtypes of
elementwise ops, dtypes.json what every op takes and gives; it is written when all families are.
"""
import importlib, json, pathlib, sys
import record
from dtypes import dtypes
from promotion import promotion

FAMILIES = [
    "elementwise", "pointwise", "activation", "reduce", "statistics", "scan", "ordering", "movement", "rearrange",
    "indexing", "scatter", "layers", "products", "linalg", "create", "composed",
    "convolution", "pooling", "resizing",
]

here = pathlib.Path(__file__).parent
for family in sys.argv[1:] or FAMILIES:
    record.lines.clear()
    importlib.import_module(family)
    names = [(r["op"], r["name"]) for r in map(json.loads, record.lines)]
    twice = {f"{op}: {name}" for op, name in names if names.count((op, name)) > 1}
    assert not twice, twice
    text = "[\n" + ",\n".join(record.lines) + "\n]\n"
    (here / f"{family}.json").write_text(text)
    print(f"{family}: {len(names)} records of {len({op for op, _ in names})} ops, {len(text) / 1024:.0f} KB")
(here / "promotion.json").write_text(json.dumps(promotion(), separators=(",", ":")) + "\n")
if not sys.argv[1:]:
    told = [r for family in FAMILIES for r in json.loads((here / f"{family}.json").read_text())]
    rows = [json.dumps(r, separators=(",", ":"), allow_nan=False) for r in dtypes(told)]
    (here / "dtypes.json").write_text("[\n" + ",\n".join(rows) + "\n]\n")
