# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly export`: published outcomes to a file, with progress."""

import sys
from collections.abc import Callable
from pathlib import Path

import rich_click as click

from assembly.cli.opening import open_sessions, read_settings


@click.command("export")
@click.argument("form")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--slug", help="Only this assembly; else all that are listed")
@click.option("--outcome", type=click.Choice(["adopted", "not_adopted"]), help="Only these")
def export_(form: str, file: Path, slug: str | None, outcome: str | None) -> None:
    """Write published outcomes to FILE in the format FORM (csv, xlsx, json, jsonld, popolo, …).

    FILE appears when it is whole: until then it is written beside its place, and what fails leaves
    nothing behind.
    """
    import asyncio

    from assembly.errors import NoSuchAddress
    from assembly.publication.exporting import Asked, address_of, export, snapshot
    from assembly.publication.formats.registry import FORMATS, Scope, formats_of
    from assembly.resolutions.rules.outcome import Outcome

    scope = Scope.ALL if slug is None else Scope.ASSEMBLY
    wanted = FORMATS.get(form)
    if wanted is None or not wanted.holds(scope):
        there = ", ".join(one.key for one in formats_of(scope))
        raise NoSuchAddress(f"There is no format {form!r} here; there are {there}.")
    settings = read_settings()
    site, only = settings.public_url, Outcome(outcome) if outcome else None
    asked = Asked(wanted, site, address_of(site, wanted, slug, only), slug, only)
    counted, wrote, total = _progress()
    part = file.with_name(f"{file.name}.part")

    async def run() -> None:
        async with open_sessions(settings) as sessions, snapshot(sessions) as session:
            with part.open("wb") as out:
                async for chunk in export(session, asked, counted=counted, wrote=wrote):
                    out.write(chunk)

    try:
        asyncio.run(run())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"{total()} resolutions in {file}.")


def _progress() -> tuple[Callable[[int], None], Callable[[int], None], Callable[[], int]]:
    """What hears how many there will be and are; on a terminal it is one line that changes."""
    seen = {"expected": 0}
    end = "\r" if sys.stderr.isatty() else "\n"

    def counted(expected: int) -> None:
        seen["expected"] = expected

    def wrote(there: int) -> None:
        click.echo(f"{there} of {seen['expected']} …{end}", err=True, nl=False)

    return counted, wrote, lambda: seen["expected"]
