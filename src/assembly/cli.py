# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly …`: each command is a few lines around a verb.

A command imports what it needs itself: `assembly decide` answers without waiting for the database
library, and `--help` without any.
"""

import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from assembly import __version__
from assembly.errors import Refusal

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

    from assembly.archive.bring_in import BroughtIn, Naming
    from assembly.archive.rules.source import SourceResolution
    from assembly.settings import Settings

LARGEST_SOURCE = 2_000_000


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Software for assemblies that decide."""


def main() -> None:
    """The console script: a refusal is one sentence on stderr and exit code 1."""
    try:
        cli(standalone_mode=False)
    except Refusal as refusal:
        click.echo(refusal.detail, err=True)
        for line in refusal.facts.get("complaints") or refusal.facts.get("differences") or []:
            click.echo(f"  {line}", err=True)
        sys.exit(1)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


def read_settings() -> "Settings":
    """The environment's settings, or one sentence that names what is missing."""
    from pydantic import ValidationError

    from assembly.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(str(item["loc"][0]).upper() for item in error.errors())
        message = f"These settings are missing or wrong: {names}. See .env.example."
        raise click.ClickException(message) from None


@asynccontextmanager
async def open_sessions(
    settings: "Settings",
) -> "AsyncIterator[async_sessionmaker[AsyncSession]]":
    """Sessions on the configured database for one command."""
    import assembly.tables  # noqa: F401 - every foreign key finds its table
    from assembly.database import open_engine, sessions_of

    engine = open_engine(settings.database_url, pool_size=2, name="cli")
    try:
        yield sessions_of(engine)
    finally:
        await engine.dispose()


# ── running ───────────────────────────────────────────────────────────────────
@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--processes", default=1, show_default=True, help="Web processes on this port")
def web(host: str, port: int, processes: int) -> None:
    """Serve pages and API."""
    import uvicorn  # the other commands do not wait for it

    read_settings()
    uvicorn.run(
        "assembly.app:asgi",
        factory=True,
        host=host,
        port=port,
        workers=processes,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )


@cli.command()
def work() -> None:
    """Run the worker that counts and publishes."""
    read_settings()
    os.execv(sys.executable, [sys.executable, "-m", "workers"])  # noqa: S606 - our own module


@cli.command()
def migrate() -> None:
    """Bring the database to the newest revision."""
    from assembly.migrate import upgrade

    upgrade(read_settings().database_url)
    click.echo("The database is at the newest revision.")


@cli.command("check-migrations")
def check_migrations() -> None:
    """Prove on an empty PostgreSQL that migrations and models say the same, up and down."""
    import tempfile

    from assembly.local.servers import local_servers
    from assembly.migrate import check

    with (
        tempfile.TemporaryDirectory(prefix="assembly-") as folder,
        local_servers(Path(folder), durable=False) as servers,
    ):
        check(servers.database_url)
    click.echo("Migrations and models are equal.")


@cli.command()
def up() -> None:
    """Everything on this machine: servers, migrations, Caruna, a sample, web, worker."""
    from assembly.local.steps import Step
    from assembly.local.up import ASSEMBLY, House
    from assembly.local.up import up as bring_up
    from assembly.sample import how_to_enter
    from assembly.settings import PROJECT

    house = House(
        steps=(
            Step("Bringing the database to the newest revision", (*ASSEMBLY, "migrate")),
            Step("Bringing in Caruna", (*ASSEMBLY, "import", str(PROJECT / "data/caruna-2025"))),
            Step("Preparing the sample assembly", (*ASSEMBLY, "sample")),
        ),
        welcome=lambda environ: how_to_enter(Path(environ["ASSEMBLY_VAR"]), environ["PUBLIC_URL"]),
    )
    sys.exit(bring_up(os.environ, house))


@cli.command(hidden=True)
@click.option("--var", envvar="ASSEMBLY_VAR", default="var", type=click.Path(path_type=Path))
def sample(var: Path) -> None:
    """Found the sample assembly, unless somebody runs this installation already."""
    import asyncio

    from assembly.identity.hashing import Hasher
    from assembly.sample import prepare_sample

    settings = read_settings()

    async def run() -> None:
        hasher = Hasher(settings)
        async with open_sessions(settings) as sessions:
            await prepare_sample(sessions, hasher, var)
        hasher.close()

    asyncio.run(run())


@cli.command()
@click.option("--participants", default=50, show_default=True, type=click.IntRange(2, 5000))
@click.option("--url", default="http://127.0.0.1:8000", show_default=True)
@click.option("--email", help="A member of staff; else the sample's moderator")
@click.option("--var", envvar="ASSEMBLY_VAR", default="var", type=click.Path(path_type=Path))
def rehearse(participants: int, url: str, email: str | None, var: Path) -> None:
    """A whole sitting against a running server, over HTTP, with every promise checked.

    The password of --email is read from ASSEMBLY_PASSWORD or asked for.
    """
    import asyncio

    from assembly.rehearsal import RehearsalStopped, show
    from assembly.rehearsal import rehearse as run_through
    from assembly.sample import read_keys

    keys = None if email else read_keys(var)
    if keys is None and email is None:
        message = "There is no sample here whose moderator could rehearse; give --email."
        raise click.ClickException(message)
    password = keys.password if keys else os.environ.get("ASSEMBLY_PASSWORD")
    if password is None:
        password = click.prompt("Password", hide_input=True)
    try:
        report = asyncio.run(
            run_through(
                url,
                participants=participants,
                email=keys.email if keys else str(email),
                password=password,
                say=click.echo,
            )
        )
    except RehearsalStopped as stopped:
        raise click.ClickException(str(stopped)) from None
    show(report)
    sys.exit(0 if report.holds else 1)


# ── deciding ──────────────────────────────────────────────────────────────────
@cli.command()
@click.option("--lines", is_flag=True, help="Each line is a document, each answered with a line")
def decide(lines: bool) -> None:  # noqa: FBT001
    """Decide once: JSON with rule, tally and roll on stdin, outcome and reason on stdout.

    Needs no database. docs/voting-rules.md has the document and an example.
    """
    from assembly.voting.rules.decision import answer
    from assembly.voting.rules.document import LARGEST_DOCUMENT, read_json

    def told(data: bytes) -> dict[str, Any]:
        return answer(read_json(data))

    if lines:
        answer_lines(told, LARGEST_DOCUMENT)
    else:
        written(told(sys.stdin.buffer.read(LARGEST_DOCUMENT + 1)), indent=2)


def answer_lines(told: Callable[[bytes], dict[str, Any]], largest: int) -> None:
    """Each line of stdin has its line on stdout, at once: an answer, or {"error": …}.

    Blank lines are passed over. A line that is refused, or too long, stops nothing.
    """
    source = sys.stdin.buffer
    while line := source.readline(largest + 2):
        read = line
        while not line.endswith(b"\n") and (line := source.readline(largest)):
            pass  # the rest of a line that is too long is not kept
        if read.strip():
            try:
                written(told(read.rstrip(b"\r\n")))
            except Refusal as refusal:
                written({"error": refusal.detail})


def written(document: dict[str, Any], indent: int | None = None) -> None:
    """UTF-8 JSON with a line end on stdout, whatever the terminal's own encoding."""
    text = json.dumps(document, ensure_ascii=False, indent=indent) + "\n"
    sys.stdout.buffer.write(text.encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()


@cli.command()
@click.option("--lines", is_flag=True, help="One election on each line, one answer on each line")
def elect(lines: bool) -> None:  # noqa: FBT001
    """Decide an election: JSON on stdin, the whole record as JSON on stdout.

    Every method and every key is described in docs/other-methods.md.
    """
    from assembly.voting.rules.methods.elect import elect as elected
    from assembly.voting.rules.methods.elect import elect_each

    if not lines:
        record = elected(sys.stdin.buffer.read())
        click.echo(json.dumps(record, ensure_ascii=False, indent=1))
        return
    for answer in elect_each(sys.stdin.buffer):
        click.echo(json.dumps(answer, ensure_ascii=False))


@cli.command()
@click.argument("source", metavar="FILE_OR_URL")
def verify(source: str) -> None:
    """Recompute a published voting from what was published; 1 if anything differs, 2 if unreadable.

    FILE is a bundle, URL any address of a voting or of a resolution. docs/verify.md explains.
    """
    from assembly.publication.fetch import fetch_published
    from assembly.publication.rules.verify import cannot_know, read_document
    from assembly.publication.rules.verify import verify as look

    try:
        is_address = source.startswith(("http://", "https://"))
        data = fetch_published(source) if is_address else Path(source).read_bytes()
        document = read_document(data)
    except (OSError, Refusal) as problem:
        click.echo(problem.detail if isinstance(problem, Refusal) else str(problem), err=True)
        sys.exit(2)
    checks = look(document)
    for check in checks:
        click.echo(check.line)
    click.echo("What this cannot know:")
    for said in cannot_know(document):
        click.echo(f"  {said}")
    different = sum(not check.ok for check in checks)
    click.echo(f"{len(checks)} checks, {different} differ.")
    sys.exit(1 if different else 0)


# ── people ────────────────────────────────────────────────────────────────────
@cli.command()
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--administrator", is_flag=True, help="May enrol further staff")
@click.password_option(envvar="ASSEMBLY_PASSWORD", help="Asked for when not in the environment")
def enrol(email: str, name: str, administrator: bool, password: str) -> None:  # noqa: FBT001
    """Enrol a member of staff, who may found assemblies; the first one is an administrator."""
    import asyncio

    from assembly.clock import now
    from assembly.identity.enrol import check_password, enrol_staff
    from assembly.identity.hashing import Hasher
    from assembly.identity.queries import has_staff

    settings = read_settings()

    async def run() -> None:
        check_password(password)
        hasher = Hasher(settings)
        kept = await hasher.hash_password(password)
        hasher.close()
        async with open_sessions(settings) as sessions, sessions.begin() as session:
            first = not await has_staff(session)
            await enrol_staff(
                session,
                name=name,
                email=email,
                password_hash=kept,
                administrator=administrator or first,
                at=now(),
                by="system:enrol",
            )

    asyncio.run(run())
    click.echo(f"{email} is enrolled.")


# ── history ───────────────────────────────────────────────────────────────────
@cli.command("import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--preview", is_flag=True, help="Say what would be brought in, and write nothing")
@click.option("--slug", help="Else derived from the title and the year")
@click.option("--name", help="Else derived from the title")
def import_(source: Path, preview: bool, slug: str | None, name: str | None) -> None:  # noqa: FBT001
    """Bring in a historical document: a file, or a folder with a source.json beside it."""
    import asyncio

    from assembly.archive.bring_in import bring_in, read_source
    from assembly.clock import now

    file, naming = describe_source(source, slug, name)
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


def describe_source(source: Path, slug: str | None, name: str | None) -> "tuple[Path, Naming]":
    """The file to read and what to call it: options first, then source.json, then the title."""
    from assembly.archive.bring_in import Naming

    if not source.is_dir():
        return source, Naming(slug=slug, name=name)
    described = source / "source.json"
    try:
        facts = json.loads(described.read_text(encoding="utf-8"))
        told = facts["assembly"]
        return source / facts["file"], Naming(
            slug=slug or told["slug"],
            name=name or told["name"],
            language=told["language"],
            time_zone=told["time_zone"],
        )
    except (OSError, ValueError, KeyError) as problem:
        message = f"{source} holds no readable source.json: {type(problem).__name__}."
        raise click.ClickException(message) from None


def totals_of(resolutions: "Sequence[SourceResolution]") -> str:
    """The last line: how many, and how they came out."""
    from assembly.resolutions.rules.outcome import Outcome

    outcomes = [resolution.outcome for resolution in resolutions]
    adopted = sum(outcome is Outcome.ADOPTED for outcome in outcomes)
    return f"{len(outcomes)} resolutions, {adopted} adopted, {len(outcomes) - adopted} not adopted"
