# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly import`: sittings before us, and documents of proposals."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from assembly import __version__
from assembly.cli.opening import open_sessions, read_settings

if TYPE_CHECKING:
    from assembly.archive.bring_in import BroughtIn
    from assembly.archive.bring_in_proposals import Taken
    from assembly.archive.found import Naming
    from assembly.archive.rules.blocks import Doubt
    from assembly.archive.rules.proposals import ProposalDocument
    from assembly.archive.rules.source import SourceResolution
    from assembly.publication.take_over import TakenOver
    from assembly.settings import Settings

OURS = b'{"format":"assembly-resolutions/'
LARGEST_SOURCE = 2_000_000


@click.command("import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--preview", is_flag=True, help="Say what would be brought in, and write nothing")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON that says which column is what, and answers questions",
)
@click.option("--slug", help="Else derived from the title and the year")
@click.option("--name", help="Else derived from the title")
def import_(
    source: Path,
    preview: bool,  # noqa: FBT001
    mapping: Path | None,
    slug: str | None,
    name: str | None,
) -> None:
    """Bring in a document of outcomes or of proposals: a file, or a folder with a source.json.

    CSV and JSON, and any other file of outcomes with --mapping, say which column is what.
    A file that `assembly export json --slug` wrote comes in as the assembly that it holds.
    """
    from assembly.cli.mapped import MAPPED, import_mapped

    if mapping is None and is_of_ours(source):
        if slug or name:
            message = "An assembly from another installation keeps its slug and its name."
            raise click.ClickException(message)
        import_assembly(source, preview=preview)
    elif mapping is not None or source.suffix.lower() in MAPPED:
        import_mapped(source, mapping, slug=slug, name=name, preview=preview)
    else:
        import_document(source, slug, name, preview=preview)


def is_of_ours(source: Path) -> bool:
    """Whether it looks like what `assembly export json` writes, whole or cut short."""
    if source.suffix.lower() != ".json" or not source.is_file():
        return False
    with source.open("rb") as opened:
        begins = opened.read(len(OURS))
    return OURS.startswith(begins) or begins == OURS


def import_document(source: Path, slug: str | None, name: str | None, *, preview: bool) -> None:
    """Minutes of outcomes, or a document of proposals."""
    import asyncio

    from assembly.archive.bring_in import bring_in, read_source
    from assembly.archive.bring_in_proposals import is_history
    from assembly.clock import now

    file, naming, layout = describe_source(source, slug, name)
    if layout == "proposals" or (layout is None and not is_history(read_some(file), file.name)):
        import_proposals(file, naming, preview=preview)
        return
    if file.stat().st_size > LARGEST_SOURCE:
        message = f"{file.name} is larger than 2 MB; no minutes of a sitting are."
        raise click.ClickException(message)
    data = file.read_bytes()
    if preview:
        document, notes = read_source(data)
        for resolution in document.resolutions:
            click.echo(
                f"{resolution.number:>4}  {resolution.outcome.label():<18}"
                f"lines {resolution.first_line}–{resolution.last_line}  {resolution.title}"
            )
        for note in notes:
            click.echo(f"      {note}")
        click.echo(totals_of(document.resolutions))
        return
    settings = read_settings()

    async def run() -> "BroughtIn":
        async with open_sessions(settings) as sessions, sessions.begin() as session:
            return await bring_in(
                session,
                data,
                file=file.name,
                naming=naming,
                importer=f"assembly import {__version__}",
                at=now(),
            )

    brought = asyncio.run(run())
    what = "brought in" if brought.new else "was there already, unchanged"
    click.echo(f"{brought.document.title.strip()} {what} as {brought.slug}.")
    for note in brought.notes:
        click.echo(f"  {note}")
    click.echo(totals_of(brought.document.resolutions))


def import_assembly(file: Path, *, preview: bool) -> None:
    """An assembly as another installation published it."""
    import asyncio

    from assembly.clock import now
    from assembly.publication.take_over import read_whole, take_over

    async def run(settings: "Settings") -> "TakenOver":
        with file.open("rb") as opened:
            async with open_sessions(settings) as sessions, sessions.begin() as session:
                return await take_over(session, opened, named=file.name, at=now())

    if preview:
        with file.open("rb") as opened:
            taken, what = read_whole(opened), "would be brought in"
    else:
        taken = asyncio.run(run(read_settings()))
        what = "brought in" if taken.new else "was there already, unchanged"
    click.echo(f"{taken.name} {what} as {taken.slug}, decided at {taken.page}.")
    rejected = taken.total - taken.adopted
    click.echo(f"{taken.total} resolutions, {taken.adopted} adopted, {rejected} not adopted")


def read_some(file: Path) -> bytes:
    """The bytes of a file, but never many more than any document may have."""
    from assembly.apart.rules.limits import LARGEST_DOCUMENT

    with file.open("rb") as opened:
        return opened.read(LARGEST_DOCUMENT + 1)


def import_proposals(file: Path, naming: "Naming", *, preview: bool) -> None:
    """A document of proposals is shown, or becomes the drafts of an assembly."""
    import asyncio

    from assembly.archive.bring_in_proposals import bring_in_proposals
    from assembly.archive.reading.apart import read_apart
    from assembly.archive.rules.naming import plain_slug
    from assembly.clock import now

    data = read_some(file)
    document = asyncio.run(read_apart(data, file.name))
    name = naming.name or document.title or file.stem
    slug = naming.slug or plain_slug(name)
    if preview:
        show_proposals(document)
        click.echo(document.totals)
        return
    settings = read_settings()

    async def run() -> "Taken":
        async with open_sessions(settings) as sessions, sessions.begin() as session:
            return await bring_in_proposals(
                session,
                data,
                document,
                file=file.name,
                slug=slug,
                name=name,
                naming=naming,
                at=now(),
            )

    taken = asyncio.run(run())
    what = "brought in" if taken.new else f"was there already ({taken.state}), unchanged"
    click.echo(f"{name} {what} as {taken.slug}.")
    click.echo(document.totals)


def show_proposals(document: "ProposalDocument") -> None:
    """Each chapter and item with its place and what is doubtful about it."""
    unit = document.unit.value

    def doubted(doubts: "Sequence[Doubt]") -> None:
        for doubt in doubts:
            click.echo(f"        ? {unit} {doubt.at}: {doubt.code} {doubt.words}".rstrip())

    if document.title:
        click.echo(document.title)
    if document.preface:
        click.echo(f"Introduction: {len(document.preface)} paragraphs")
    doubted(document.notes)
    for chapter in document.chapters:
        click.echo(f"{chapter.title or '(no heading)'}  ({len(chapter.proposals)})")
        doubted(chapter.doubts)
        for proposal in chapter.proposals:
            place = f"{unit} {proposal.first}"
            place += f"–{proposal.last}" if proposal.last != proposal.first else ""
            click.echo(f"{proposal.item:>4}  {place:<14}{proposal.shown_title}")
            for citation in proposal.citations:
                click.echo(f"        → {citation.kind}: {citation.title}")
            doubted(proposal.doubts)


def describe_source(
    source: Path, slug: str | None, name: str | None
) -> "tuple[Path, Naming, str | None]":
    """The file, what to call it (options first, then source.json, then the title), its layout."""
    from assembly.archive.found import Naming

    if not source.is_dir():
        return source, Naming(slug=slug, name=name), None
    described = source / "source.json"
    try:
        facts = json.loads(described.read_text(encoding="utf-8"))
        told = facts["assembly"]
        naming = Naming(
            slug=slug or told["slug"],
            name=name or told["name"],
            language=told["language"],
            time_zone=told["time_zone"],
        )
        return source / facts["file"], naming, str(facts.get("layout", "numbered-outcomes"))
    except (OSError, ValueError, KeyError) as problem:
        message = f"{source} holds no readable source.json: {type(problem).__name__}."
        raise click.ClickException(message) from None


def totals_of(resolutions: "Sequence[SourceResolution]") -> str:
    """The last line: how many, and how they came out."""
    from assembly.resolutions.rules.outcome import Outcome

    outcomes = [resolution.outcome for resolution in resolutions]
    adopted = sum(outcome is Outcome.ADOPTED for outcome in outcomes)
    return f"{len(outcomes)} resolutions, {adopted} adopted, {len(outcomes) - adopted} not adopted"
