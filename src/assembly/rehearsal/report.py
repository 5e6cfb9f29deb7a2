# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a rehearsal reports: what was promised, what was expected, what was seen; and how fast.

On a terminal a table with colours; elsewhere plain aligned text, so that a log can be searched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

SHOWN = 16
"""A digest is compared whole and shown by its first characters."""

HEADINGS = ("promised", "expected", "seen")


@dataclass(frozen=True, slots=True)
class Row:
    """One promise. `about` is the part of the sitting it belongs to."""

    about: str
    promised: str
    expected: str
    seen: str
    ok: bool

    @property
    def mark(self) -> str:
        """A word, so that nothing hangs on a colour."""
        return "ok" if self.ok else "DIFFERS"


@dataclass(frozen=True, slots=True)
class Timing:
    """One measurement."""

    what: str
    value: float
    unit: str

    @property
    def shown(self) -> str:
        """Two significant digits at least; a whole number is shown whole."""
        whole = self.value >= 100 or float(self.value).is_integer()  # noqa: PLR2004
        digits = 0 if whole else 1 if self.value >= 10 else 2  # noqa: PLR2004
        return f"{self.value:.{digits}f} {self.unit}"


@dataclass(frozen=True, slots=True)
class Report:
    """How a rehearsal went. `holds` is false as soon as one row differs."""

    url: str
    slug: str
    participants: int
    rows: tuple[Row, ...]
    timings: tuple[Timing, ...]

    @property
    def holds(self) -> bool:
        """Whether there are rows, and every one is as promised."""
        return bool(self.rows) and not self.differing

    @property
    def differing(self) -> tuple[Row, ...]:
        """The rows that are not as promised."""
        return tuple(row for row in self.rows if not row.ok)

    @property
    def last_line(self) -> str:
        """One sentence that says it all."""
        if self.holds:
            return f"All {len(self.rows)} promises held."
        return f"{len(self.differing)} of {len(self.rows)} promises did not hold."


def same(about: str, promised: str, expected: object, seen: object) -> Row:
    """A row that is as promised when both sides are equal."""
    return Row(about, promised, _shown(expected), _shown(seen), expected == seen)


def _shown(value: object) -> str:
    text = "nothing" if value is None else str(value)
    is_digest = len(text) == 64 and set(text) <= set("0123456789abcdef")  # noqa: PLR2004
    return f"{text[:SHOWN]}…" if is_digest else text


def show(report: Report, console: Console | None = None) -> None:
    """Print the report: a table where somebody looks at a terminal, else plain text."""
    console = console or Console()
    if not console.is_terminal:
        console.out(plain(report), highlight=False)
        return
    console.print(table(report))
    console.print(timings_table(report))
    console.print(Text(report.last_line, style="bold green" if report.holds else "bold red"))


def plain(report: Report) -> str:
    """The whole report as aligned lines, without colours or frames."""
    widths = [max([len(heading), *map(len, column)]) for heading, column in _columns(report.rows)]

    def line(cells: Sequence[str], mark: str) -> str:
        return "  ".join(
            [f"{mark:<7}", *(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))]
        ).rstrip()

    lines = [heading_of(report), "", line(HEADINGS, "")]
    for about, rows in groupby(report.rows, key=lambda row: row.about):
        lines += ["", about]
        lines += [line((row.promised, row.expected, row.seen), row.mark) for row in rows]
    measured = max((len(timing.what) for timing in report.timings), default=0)
    lines += ["", *(f"{timing.what:<{measured}}  {timing.shown}" for timing in report.timings)]
    return "\n".join([*lines, "", report.last_line])


def heading_of(report: Report) -> str:
    """What was rehearsed, where, with how many."""
    return f"{report.slug} at {report.url}, {report.participants} participants"


def table(report: Report) -> Table:
    """The rows by part of the sitting. What a server said is text, never markup."""
    drawn = Table(box=SIMPLE_HEAD, title=Text(heading_of(report)), title_justify="left")
    drawn.add_column("")
    for heading in HEADINGS:
        drawn.add_column(heading, overflow="fold")
    for about, rows in groupby(report.rows, key=lambda row: row.about):
        drawn.add_section()
        drawn.add_row("", Text(about, style="bold"), "", "")
        for row in rows:
            style = "green" if row.ok else "bold red"
            drawn.add_row(
                Text(row.mark, style=style),
                Text(row.promised),
                Text(row.expected),
                Text(row.seen, style="" if row.ok else style),
            )
    return drawn


def timings_table(report: Report) -> Table:
    """What was measured."""
    drawn = Table(box=None, show_header=False, padding=(0, 2))
    for timing in report.timings:
        drawn.add_row(Text(timing.what), Text(timing.shown, justify="right"))
    return drawn


def _columns(rows: Sequence[Row]) -> Iterator[tuple[str, list[str]]]:
    yield HEADINGS[0], [row.promised for row in rows]
    yield HEADINGS[1], [row.expected for row in rows]
    yield HEADINGS[2], [row.seen for row in rows]
