"""``desk eval safeguards|retrieval|answers DIR``: the desk's own measures, on anyone's labelled sets."""

from pathlib import Path
from typing import Annotated, Any

import typer

from desk.cli.session import DONE
from desk.cli.show import as_json, line, table

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
    for part in ("queries", "conversations", "outputs", "injections"):
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

    found = measure_retrieval(directory, context.obj.settings(), line if not json else lambda _: None)
    if json:
        as_json(found)
        return DONE
    for name, rows in found["sets"].items():
        line(f"{name} ({found['sizes'][name]})")
        heads = list(next(iter(rows.values())))
        table(("Search", *heads), [(kind, *(f"{row[head]:.3f}" for head in heads)) for kind, row in rows.items()])
    return DONE


@group.command()
def answers(context: typer.Context, directory: Directory, json: Annotated[bool, typer.Option("--json")] = False) -> int:
    """How often the desk answers what the reports answer, and stays silent where they do not."""
    from desk.services.measures import measure_answers

    found = measure_answers(directory, context.obj.settings(), line if not json else lambda _: None)
    if json:
        as_json(found)
    else:
        table(("Measure", "Value"), [(name, value) for name, value in found.items() if not isinstance(value, list)])
    return DONE
