# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly …`: each command is a few lines around a verb.

A command imports what it needs itself: `assembly decide` answers without waiting for the database
library, and `--help` without any.
"""

import sys

import rich_click as click

from assembly import __version__
from assembly.cli.deciding import decide, elect, merge
from assembly.cli.exporting import export_
from assembly.cli.history import import_
from assembly.cli.people import enrol
from assembly.cli.running import check_migrations, migrate, up, web, work
from assembly.cli.trying import rehearse, sample
from assembly.cli.verifying import verify
from assembly.errors import Refusal


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Software for assemblies that decide."""


for command in (
    web,
    work,
    migrate,
    check_migrations,
    up,
    sample,
    rehearse,
    decide,
    merge,
    elect,
    verify,
    enrol,
    import_,
    export_,
):
    cli.add_command(command)


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
