# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly rehearse`, and the sample assembly it may try."""

import os
import sys
from pathlib import Path

import rich_click as click

from assembly.cli.opening import open_sessions, raise_file_limit, read_settings


@click.command(hidden=True)
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


@click.command()
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

    raise_file_limit()
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
