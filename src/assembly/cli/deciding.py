# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly decide`, `merge`, `elect`: documents on stdin, answers on stdout, no database."""

import json
import sys
from collections.abc import Callable
from typing import Any

import rich_click as click

from assembly.errors import Refusal


@click.command()
@click.option("--lines", is_flag=True, help="Each line is a document, each answered with a line")
def decide(lines: bool) -> None:  # noqa: FBT001
    """Decide once: JSON with rule, tally and roll on stdin, outcome and reason on stdout.

    Needs no database. docs/voting-rules.md has the document and an example.
    """
    from assembly.documents import LARGEST_DOCUMENT
    from assembly.voting.rules.decision import answer

    answer_documents(answer, LARGEST_DOCUMENT, lines=lines)


@click.command()
@click.option("--lines", is_flag=True, help="Each line is a document, each answered with a line")
def merge(lines: bool) -> None:  # noqa: FBT001
    """Merge amendments: JSON with a text and amendments on stdin, the consolidated text on stdout.

    With every span's provenance, the conflicts, the voting order and what falls away. Needs no
    database. docs/amendments.md has the document and examples.
    """
    from assembly.resolutions.rules.merge_document import LARGEST_TEXT, answer

    answer_documents(answer, LARGEST_TEXT, lines=lines)


@click.command()
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


def answer_documents(
    answer: Callable[[object], dict[str, Any]], largest: int, *, lines: bool
) -> None:
    """The document on stdin has its answer on stdout; with `lines`, each line has its own."""
    from assembly.documents import read_json

    def told(data: bytes) -> dict[str, Any]:
        return answer(read_json(data, largest))

    if lines:
        answer_lines(told, largest)
    else:
        written(told(sys.stdin.buffer.read(largest + 1)), indent=2)


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
