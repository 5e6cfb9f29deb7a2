# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly verify`: recompute what was published from what was published."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from assembly.errors import InvalidRequest, Refusal

if TYPE_CHECKING:
    from assembly.publication.rules.checks import Check


@click.command()
@click.argument("source", metavar="FILE_OR_URL")
@click.option("--key", metavar="LINE", help="The key you know the log by: the bundle names it too.")
@click.option(
    "--since", metavar="FILE", help="A checkpoint you kept: the log still agrees with it."
)
def verify(source: str, key: str | None, since: str | None) -> None:
    """Recompute a published voting from what was published; 1 if anything differs, 2 if unreadable.

    FILE is a bundle, URL any address of a voting or of a resolution. docs/verify.md explains.
    """
    from assembly.audit.signing import is_signed
    from assembly.publication.bundle_file import read_bundle, unburdened
    from assembly.publication.fetch import fetch_published
    from assembly.publication.rules.verify import cannot_know
    from assembly.publication.rules.verify import verify as look

    is_address = source.startswith(("http://", "https://"))
    try:
        data = fetch_published(source) if is_address else Path(source).read_bytes()
        with unburdened():
            document = read_bundle(data)
            checks = look(document, is_signed)
        if key is not None:
            checks.append(_known_key(document, key))
        if since is not None:
            checks += _since(document, Path(since), source if is_address else None)
    except (OSError, UnicodeError, Refusal) as problem:
        click.echo(problem.detail if isinstance(problem, Refusal) else str(problem), err=True)
        sys.exit(2)
    for check in checks:
        click.echo(check.line)
    click.echo("What this cannot know:")
    for said in cannot_know(document):
        click.echo(f"  {said}")
    different = sum(not check.ok for check in checks)
    click.echo(f"{len(checks)} checks, {different} differ.")
    sys.exit(1 if different else 0)


def _known_key(document: dict[str, Any], line: str) -> "Check":
    from assembly.publication.rules.checks import Check
    from assembly.publication.rules.logged import keys_in

    known = [key.line for key in keys_in(document)]
    return Check(line.strip() in known, "The key is the one you know the log by")


def _since(document: dict[str, Any], kept: Path, address: str | None) -> Iterator["Check"]:
    """The proof between the two is asked of the address; where both are equal none is needed."""
    from assembly.audit.rules.checkpoint import read_note
    from assembly.audit.signing import is_signed
    from assembly.publication.fetch import fetch_consistency
    from assembly.publication.rules.logged import checkpoint_in, keys_in, since_checks

    mine, ours = read_note(kept.read_text(encoding="utf-8")), checkpoint_in(document)
    if ours is None:
        raise InvalidRequest("What you gave brings no checkpoint to compare with.")
    path: list[bytes] = []
    if mine.size != ours.size:
        if address is None:
            raise InvalidRequest("To compare with a checkpoint of another size give the address.")
        path = fetch_consistency(address, *sorted((mine.size, ours.size)))
    yield from since_checks(ours, mine, path, keys_in(document), is_signed)
