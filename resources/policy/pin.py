"""Renew the digests: ``python pin.py`` writes baseline.json from rules.json and its neighbours, and prints its digest.

The printed digest is then set by hand in ``desk/safeguards/policy.py``: a change of policy is a change of code.
"""

import hashlib
import json
from pathlib import Path

RESOURCES = Path(__file__).parent.parent
VERSION = "baseline-1"
NAMES = [
    f"policy/{name}.json" for name in "lexicon frames force injection questions decisions screening probes".split()
] + [
    f"gazetteers/{name}.txt"
    for name in (
        "places_us places_world places_both counties_us countries demonyms companies_us forenames surnames"
        " ordinary_words look_alikes"
    ).split()
]
NAMES += [f"glossaries/{code}.tsv" for code in "ar de es fa fr it pt ru zh".split()]
MODELS = ["models/screening.onnx", "models/tokenizer.json"]


def main() -> None:
    """Write the baseline and print its SHA-256."""
    files, models = (
        {name: hashlib.sha256((RESOURCES / name).read_bytes()).hexdigest() for name in names}
        for names in (NAMES, MODELS)
    )
    rules = json.loads((RESOURCES / "policy/rules.json").read_text(encoding="utf-8"))
    baseline = {"version": VERSION, "rules": rules, "files": files, "models": models}
    text = json.dumps(baseline, indent=1, ensure_ascii=False) + "\n"
    (RESOURCES / "policy/baseline.json").write_text(text, encoding="utf-8")
    print(hashlib.sha256(text.encode()).hexdigest())


if __name__ == "__main__":
    main()
