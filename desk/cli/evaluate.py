"""``desk eval safeguards|retrieval|answers DIR``: the desk's own measures, on anyone's labelled sets."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from desk.cli.session import DONE
from desk.cli.show import as_json, line, table
from desk.safeguards.labelled import PARTS

group = typer.Typer(help="Measure the desk on labelled sets.", no_args_is_help=True)
Directory = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder with the labelled files.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="eval")


@group.command()
def safeguards(directory: Directory, json: Annotated[bool, typer.Option("--json")] = False) -> int:
    """How often the safeguards block, refer and mark rightly, with 95 % bounds."""
    from desk.services.screening import measure

    found = measure(directory)
    if json:
        as_json(found)
        return DONE
    rows = [row for part in found if isinstance(found[part], dict) for row in _rates(part, found[part])]
    table(("Part", "Measure", "Value", "95 % bounds", "n"), rows)
    for part in PARTS:
        for wrong in found.get(part, {}).get("wrong", []):
            line(f"wrong: {part} {wrong}", "  ")
    return DONE


def _rates(part: str, values: dict[str, Any]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for name, rate in values.items():
        if isinstance(rate, dict) and "value" in rate and rate["n"]:
            rows.append((part, name, f"{rate['value']:.3f}", f"{rate['low']:.3f}-{rate['high']:.3f}", rate["n"]))
        elif isinstance(rate, dict):
            rows += [(part, f"{name} {inner[1]}", *inner[2:]) for inner in _rates(part, rate)]
    return rows


@group.command()
def retrieval(
    context: typer.Context, directory: Directory, json: Annotated[bool, typer.Option("--json")] = False
) -> int:
    """Recall, MRR and nDCG@10 of vectors alone, words alone and both, on labelled questions."""
    from desk.services.measures import measure_retrieval

    found = measure_retrieval(directory, context.obj.settings(), _progress(json))
    if json:
        as_json(found)
        return DONE
    line(f"{found['set']}: {found['passages']} passages, {found['model']}")
    heads = ("ndcg@10", "mrr@10", "recall@5", "recall@10", "recall@50", "right_in_top_5")
    for name, rows in found["groups"].items():
        line(f"{name}, {rows['hybrid']['n']} questions")
        lead = rows.pop("hybrid_over")
        table(("Search", *heads), [(kind, *(f"{row[head]:.3f}" for head in heads)) for kind, row in rows.items()])
        for half, (mean, low, high) in lead.items():
            line(f"hybrid over {half}, nDCG@10: {mean:+.3f} ({low:+.3f} to {high:+.3f})", "  ")
    for name in found["unread"]:
        line(f"not read: {name}", "  ")
    return DONE


@group.command()
def answers(context: typer.Context, directory: Directory, json: Annotated[bool, typer.Option("--json")] = False) -> int:
    """How often the desk answers what the reports answer, and stays silent where they do not."""
    from desk.services.measures import measure_answers

    found = measure_answers(directory, context.obj.settings(), _progress(json))
    if json:
        as_json(found)
        return DONE
    rows = [
        (name, f"{rate['value']:.3f}", f"{rate['low']:.3f}-{rate['high']:.3f}", rate["n"])
        for name, rate in found["held out"].items()
    ]
    table(("Questions held out", "Share", "95 % bounds", "n"), rows)
    return DONE


def _progress(quiet: bool) -> Callable[[str], None]:
    """Says how far it is, on a terminal alone and on one line."""
    if quiet or not sys.stderr.isatty():
        return lambda _: None
    return lambda text: print(f"\r{text:<90}", end="", file=sys.stderr, flush=True)
