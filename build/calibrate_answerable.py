"""Fit the two weights and the intercept of ``desk.answering.answerable`` on labelled sets.

    .venv/bin/python build/calibrate_answerable.py DIR ...

Fits on the half of the questions that is not held out; prints the constants to copy and the rates at a few thresholds.
The threshold is chosen so that at most one unanswerable question in ten is answered.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from desk import safe_start

safe_start.start()

from sklearn.linear_model import LogisticRegression

from desk.answering.evaluate import answerability
from desk.search.embedder import EmbeddingPool
from desk.search.model_files import packaged_model


def main() -> int:
    """Ask, fit, print."""
    pool = EmbeddingPool(packaged_model(), workers=2)
    pool.start()
    outcomes = []
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            outcomes += answerability(Path(name), pool, Path(folder) / "vault", print)
    pool.close()
    fit = [outcome for outcome in outcomes if not outcome.held_out]
    held = [outcome for outcome in outcomes if outcome.held_out]
    model = LogisticRegression(class_weight="balanced", C=100.0)
    model.fit([(o.nearness, o.coverage) for o in fit], [o.answerable for o in fit])
    (nearness, coverage), intercept = model.coef_[0], model.intercept_[0]
    print(f"INTERCEPT, NEARNESS, COVERAGE = {intercept:.2f}, {nearness:.2f}, {coverage:.2f}")
    for threshold in np.arange(0.3, 0.8, 0.05):
        print(
            f"{threshold:.2f}",
            *(f"{_rate(model, group, threshold, kind):.3f}" for group in (fit, held) for kind in (True, False)),
        )
    print("(threshold; fit: answered when answerable, silent when not; held out: the same)")
    return 0


def _rate(model: LogisticRegression, group: list, threshold: float, kind: bool) -> float:
    some = [(o.nearness, o.coverage) for o in group if o.answerable is kind]
    said = model.predict_proba(some)[:, 1] >= threshold
    return float(np.mean(said == kind))


if __name__ == "__main__":
    sys.exit(main())
