# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly web`, `work`, `migrate`, `check-migrations`, `up`: what runs an installation."""

import os
import sys
from pathlib import Path

import rich_click as click

from assembly.cli.opening import raise_file_limit, read_settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--processes", default=1, show_default=True, help="Web processes on this port")
def web(host: str, port: int, processes: int) -> None:
    """Serve pages and API."""
    import uvicorn  # the other commands do not wait for it

    read_settings()
    raise_file_limit()
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


@click.command()
def work() -> None:
    """Run the worker that counts and publishes."""
    read_settings()
    os.execv(sys.executable, [sys.executable, "-m", "workers"])  # noqa: S606 - our own module


@click.command()
def migrate() -> None:
    """Bring the database to the newest revision."""
    from assembly.migrate import upgrade

    upgrade(read_settings().database_url)
    click.echo("The database is at the newest revision.")


@click.command("check-migrations")
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


@click.command()
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
            Step(
                "Bringing in a memorandum",
                (*ASSEMBLY, "import", str(PROJECT / "data/memorandum-zorg")),
            ),
            Step("Preparing the sample assembly", (*ASSEMBLY, "sample")),
        ),
        welcome=lambda environ: how_to_enter(Path(environ["ASSEMBLY_VAR"]), environ["PUBLIC_URL"]),
    )
    sys.exit(bring_up(os.environ, house))
