# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads a document of proposals in a process of its own."""

from assembly.apart.process import PATIENCE, ask_apart, broke_off
from assembly.archive.rules.preview import from_json
from assembly.archive.rules.proposals import ProposalDocument

CHILD = "assembly.archive.reading.child"


async def read_apart(data: bytes, name: str, *, patience: float = PATIENCE) -> ProposalDocument:
    """The proposals in a file, or `DocumentUnreadable`, within `patience` seconds."""
    told = await ask_apart(CHILD, data, name, patience=patience)
    try:
        return from_json(told)
    except (ValueError, KeyError, TypeError) as problem:
        raise broke_off() from problem
