"""``desk search``: every passage that matches, in the terminal."""

import sys
from typing import Annotated

import typer

from desk.cli import show
from desk.cli.ask import EXIT
from desk.cli.cases import named
from desk.safeguards.sealed import Stopped
from desk.services.export import ADVISORY, NOT_A_SOURCE
from desk.services.search import PAGE, HitPage, Looked, ShownHit, lights
from desk.vocabulary.errors import DeskError, QueryInvalid

SYNTAX = (
    'Grammar: word, "a phrase", AND OR NOT ( ), -word, begin*, fuzzy~ or fuzzy~1, one NEAR/5 other; '
    "title: originator: number: type: marking: file: folder: and date:2023, date:2023-05, date:>=2023-05-01, "
    "date:2021..2023. Words next to each other must all occur."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=SYNTAX)(search)


def search(
    context: typer.Context,
    case: Annotated[str, typer.Argument(help="Name of the case.")],
    query: Annotated[str, typer.Argument(help="What to search for.")],
    sort: Annotated[str, typer.Option(help="relevance, or date for the newest first.")] = "relevance",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many passages to show.")] = PAGE,
    facets: Annotated[bool, typer.Option("--facets", help="Also show what the passages have in common.")] = False,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Search a case's reports for words. Exit code 3: referred, 4: blocked."""
    if sort not in ("relevance", "date"):
        raise DeskError(f"“{sort}” is not an order.", "Use relevance or date.")
    with context.obj.open() as desk:
        summary = named(desk, case)
        try:
            looked = desk.search.look(summary.case.id, query)
        except QueryInvalid as error:
            _point(query, error)
            raise
        if isinstance(looked, Stopped):
            show.as_json(show.outcome_json(looked)) if json else show.decision(looked.decision)
            return EXIT[looked.decision.verdict]
        page = desk.search.page(looked, by_date=sort == "date", limit=limit)
    if json:
        show.as_json(_as_json(looked, page, facets))
    else:
        _tell(looked, page, facets)
    return EXIT[looked.decision.verdict]


def _point(query: str, error: QueryInvalid) -> None:
    """The search with a sign below the place, where it is short enough for one line."""
    if len(query) <= show.WIDTH and query.isprintable():
        print(f"{query}\n{' ' * error.start}^", file=sys.stderr)


def _tell(looked: Looked, page: HitPage, facets: bool) -> None:
    page.masked.verify()
    passages, reports = show.number(page.passages, "passage"), show.number(page.reports, "report")
    print(f"{passages} in {reports}, {looked.milliseconds:.0f} ms")
    for hit in page.hits:
        _tell_hit(hit)
    if page.more:
        print(f"  {page.more:,} more: raise --limit.")
    if page.note:
        show.line(page.note, "  ")
    if facets:
        _tell_facets(page)
    if page.hits:
        print(f"  {page.marking.banner()}")
    if page.unmarked_sources:
        show.line(NOT_A_SOURCE, "  ")
    if page.advisory:
        print(f"  {ADVISORY}")


def _tell_hit(hit: ShownHit) -> None:
    shown = hit.citation
    day = f", {hit.date}" if hit.date else ""
    show.line(f"[{hit.number}] {shown.mark} {shown.report_title}, {shown.where}{day}")
    text, lit = hit.excerpt
    show.line(" ".join(_lit_by_signs(text, lit).split()), "    ")


def _lit_by_signs(text: str, lit: tuple[tuple[int, int], ...]) -> str:
    """Words found between signs, for a terminal may have no colours and a pipe has none."""
    return "".join(f"»{piece}«" if found else piece for piece, found in lights(text, lit))


def _tell_facets(page: HitPage) -> None:
    for facet, counts in page.facets.items():
        if counts:
            print(f"  {facet.value}")
        for count in counts:
            show.line(f"{count.passages:>6,}  {count.label}", "    ")


def _as_json(looked: Looked, page: HitPage, facets: bool) -> dict[str, object]:
    page.masked.verify()
    shown: dict[str, object] = {
        "query": looked.text,
        "decision": show.decision_json(looked.decision),
        "passages": page.passages,
        "reports": page.reports,
        "milliseconds": round(looked.milliseconds, 1),
        "hits": [_hit_json(hit) for hit in page.hits],
        "marking": page.marking.banner(),
        "advisory": page.advisory,
        "note": page.note,
        "unmarked_sources": page.unmarked_sources,
    }
    if facets:
        counts = {facet.value: [(each.label, each.passages) for each in found] for facet, found in page.facets.items()}
        shown["facets"] = {name: [{"value": v, "passages": n} for v, n in each] for name, each in counts.items()}
    return shown


def _hit_json(hit: ShownHit) -> dict[str, object]:
    shown = hit.citation
    return {
        "number": hit.number,
        "report": shown.report_id,
        "title": shown.report_title,
        "page": shown.page,
        "place": shown.where,
        "start": shown.start,
        "end": shown.end,
        "date": hit.date,
        "marking": shown.marking.banner() if shown.marking else None,
        "text": hit.passage.text,
        "lit": [list(span) for span in hit.lit],
        "addressed_to_software": [list(span) for span in hit.passage.injected],
    }
