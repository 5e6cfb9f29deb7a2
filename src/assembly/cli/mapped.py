# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly import --mapping`: history whose columns a person names, with answers to doubts."""

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from assembly import __version__
from assembly.cli.opening import open_sessions, read_settings

if TYPE_CHECKING:
    from assembly.archive.bring_in_history import HistoryBroughtIn, MappedSource
    from assembly.archive.found import Naming
    from assembly.archive.rules.history import History
    from assembly.archive.rules.questions import Given
    from assembly.archive.rules.table import Table

MAPPED = frozenset({".csv", ".tsv", ".json", ".xlsx"})


def import_mapped(
    file: Path, mapping: Path | None, *, slug: str | None, name: str | None, preview: bool
) -> None:
    """Without a mapping: says what the file holds. With one: shows it, or brings it in."""
    from assembly.archive.bring_in_history import MappedSource
    from assembly.archive.reading.history_apart import read_history_apart
    from assembly.archive.rules.history import understand_history
    from assembly.archive.rules.mapping import sound_mapping

    data = _bytes_of(file)
    table = asyncio.run(read_history_apart(data, file.name))
    if mapping is None:
        _show_columns(table)
        if not preview:
            raise click.ClickException("Say with --mapping FILE which column is what.")
        return
    told = _told(mapping)
    columns = sound_mapping(table, told.get("part", table.parts[0].name), told["columns"])
    answers = _answers(table, columns, told.get("answers", {}))
    if preview:
        _show(understand_history(table, columns, answers))
        return
    source = MappedSource(data, file.name, table, columns, answers)
    naming, held_on = _named(told, file, slug, name)
    brought = asyncio.run(_bring_in(source, naming, held_on))
    what = "brought in" if brought.new else "was there already, unchanged"
    click.echo(f"{naming.name} {what} as {naming.slug}.")
    click.echo(brought.history.totals)


async def _bring_in(
    source: "MappedSource", naming: "Naming", held_on: date | None
) -> "HistoryBroughtIn":
    from assembly.archive.bring_in import BY
    from assembly.archive.bring_in_history import bring_in_history
    from assembly.clock import now

    async with open_sessions(read_settings()) as sessions, sessions.begin() as session:
        return await bring_in_history(
            session,
            source,
            naming=naming,
            held_on=held_on,
            importer=f"assembly import {__version__}",
            at=now(),
            by=BY,
        )


def _bytes_of(file: Path) -> bytes:
    from assembly.apart.rules.limits import LARGEST_HISTORY

    if not file.is_file():
        raise click.ClickException(f"{file} is not a file.")
    with file.open("rb") as opened:
        return opened.read(LARGEST_HISTORY + 1)


def _told(mapping: Path) -> dict[str, Any]:
    try:
        told = json.loads(mapping.read_text(encoding="utf-8"))
        if isinstance(told["columns"], dict) and isinstance(told.get("answers", {}), dict):
            return dict(told)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    raise click.ClickException(f'{mapping} is no JSON object with "columns".')


def _answers(table: "Table", columns: Any, told: dict[str, Any]) -> "dict[str, Given]":
    """Each answer is judged by the question it answers; what answers none is refused."""
    from assembly.archive.rules.history import understand_history
    from assembly.archive.rules.questions import sound_answer

    given: dict[str, Given] = {}
    left = dict(told)
    while left:
        asked = {one.key: one for one in understand_history(table, columns, given).questions}
        known = [key for key in left if key in asked]
        if not known:
            raise click.ClickException(f"No question about this file is called {next(iter(left))}.")
        for key in known:
            one = left.pop(key)
            words = [str(one.get(part, "")) for part in ("reply", "value", "reason")]
            given[key] = sound_answer(asked[key], *words)
    return given


def _named(
    told: dict[str, Any], file: Path, slug: str | None, name: str | None
) -> "tuple[Naming, date | None]":
    from assembly.archive.found import Naming
    from assembly.archive.rules.naming import plain_slug

    called = name or str(told.get("name") or file.stem)
    day = told.get("held_on")
    try:
        held_on = date.fromisoformat(str(day)) if day else None
    except ValueError:
        raise click.ClickException(f"{day} is no day such as 2025-11-22.") from None
    naming = Naming(
        slug or str(told.get("slug") or plain_slug(called)),
        called,
        str(told.get("language", "nl")),
        str(told.get("time_zone", "Europe/Brussels")),
    )
    return naming, held_on


def _show_columns(table: "Table") -> None:
    from assembly.archive.rules.mapping import suggested

    found = suggested(table)
    read_as = f"{table.format}, {table.encoding or ''} {table.delimiter or ''}".strip(" ,")
    click.echo(read_as)
    for part in table.parts:
        click.echo(f"{part.name}  ({len(part.rows)} rows)")
        for column in part.columns:
            click.echo(f"  {column:<24}{' · '.join(part.samples(column))}")
    columns = {field.value: name for field, name in found.columns.items()}
    click.echo("A mapping may look like this:")
    click.echo(json.dumps({"part": found.part, "columns": columns}, ensure_ascii=False))


def _show(history: "History") -> None:
    for one in history.lines:
        click.echo(f"{one.number:>4}  {one.outcome.label():<18}{one.first:>5}  {one.shown_title}")
    for left in history.left_out:
        click.echo(f"      left out, {left.first}: {left.reason}")
    for asked in history.open:
        replies = ", ".join(one.value for one in asked.replies)
        click.echo(f"  ?   {asked.key}  {asked.first}: {asked.ask} {asked.words}  ({replies})")
    click.echo(history.totals)
