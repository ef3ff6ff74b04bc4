"""The oracle: what PyTorch says about every op, on every kind of view.

    /usr/bin/python3 test/golden/ops.py        (torch 1.13; writes ops.json beside this file, the same bytes every time)

meaning.py says each op in torch's words, elementwise.py, reduce.py, movement.py and layers.py say what to ask it, and
record.py has the form of the answers.
"""
import json, pathlib
import elementwise, reduce, movement, layers
from promotion import promotion
from record import lines

names = [(r["op"], r["name"]) for r in map(json.loads, lines)]
twice = {f"{op}: {name}" for op, name in names if names.count((op, name)) > 1}
assert not twice, twice

table = json.dumps(promotion(), separators=(",", ":"))
text = f'{{"promotion":{table},\n"records":[\n' + ",\n".join(lines) + "\n]}\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)
print(f"{len(lines)} records of {len({op for op, _ in names})} ops, {len(text) / 1024:.0f} KB")
