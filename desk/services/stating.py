"""What a person states of reports, held against what the files say and what their case allows."""

from collections.abc import Mapping, Sequence
from datetime import date

from desk.vocabulary.details import SHARED, Detail, DetailsInvalid, canonical, checked_marking
from desk.vocabulary.errors import DeskError
from desk.vocabulary.marking import Level
from desk.vocabulary.report import Report

# What is typed for each detail; None takes back what was stated.
Wanted = Mapping[Detail, str | None]


def checked(reports: Sequence[Report], wanted: Wanted, ceiling: Level) -> dict[Detail, str | None]:
    """What is wanted of these reports of one case, in the form it is kept in.

    Raises ``DetailsInvalid`` with everything that is wrong.
    """
    problems: dict[Detail, DeskError] = {}
    found: dict[Detail, str | None] = {}
    for detail, text in wanted.items():
        try:
            if len(reports) > 1 and detail not in SHARED:
                raise _one_by_one(detail)
            found[detail] = None if text is None else canonical(detail, text)
            for report in reports:
                _check_against(report, detail, found[detail], ceiling)
        except DeskError as error:
            problems[detail] = error
    if not problems:
        problems = {detail: error for report in reports for detail, error in _order_of_dates(report, found).items()}
    if problems:
        raise DetailsInvalid(problems)
    return found


def _one_by_one(detail: Detail) -> DeskError:
    shared = ", ".join(each.label for each in SHARED)
    return DeskError(f"The {detail.label} of several reports cannot be stated at once; what can is: {shared}.", "")


def _check_against(report: Report, detail: Detail, value: str | None, ceiling: Level) -> None:
    if detail is Detail.MARKING and value is not None:
        checked_marking(value, report.read.get(detail, ""), ceiling)


def _order_of_dates(report: Report, found: Wanted) -> dict[Detail, DeskError]:
    """Nothing can be told before it was known."""
    both = (Detail.INFORMATION_DATE, Detail.PUBLICATION_DATE)
    if not any(detail in found for detail in both):
        return {}
    told, published = (_after(report, detail, found) for detail in both)
    if not told or not published or date.fromisoformat(told) <= date.fromisoformat(published):
        return {}
    named = both[0] if both[0] in found else both[1]
    return {
        named: DeskError(
            f"The information ({told}) would be later than the report that tells it ({published}).",
            "Correct one of the two dates.",
        )
    }


def _after(report: Report, detail: Detail, found: Wanted) -> str:
    """What would count then."""
    if detail not in found:
        return report.says(detail)
    value = found[detail]
    return report.read.get(detail, "") if value is None else value
