# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Edits and changes as they are kept: JSON that reads back to the same values.

What was found in an amendment is kept beside what its author asked for: a better comparison in a
later release never changes what an older amendment means, nor what it was in conflict with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from assembly.resolutions.rules.changes import (
    Change,
    Insert,
    Join,
    Move,
    Remove,
    Restyle,
    Reword,
    Split,
    Style,
)
from assembly.resolutions.rules.edits import Op, ProvisionEdit
from assembly.resolutions.rules.text import Kind

_TYPES: dict[str, type[Change]] = {
    "reword": Reword,
    "remove": Remove,
    "insert": Insert,
    "split": Split,
    "join": Join,
    "move": Move,
    "restyle": Restyle,
}
_NAMES = {kind: name for name, kind in _TYPES.items()}


def write_changes(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """One object a change: `change` says which kind, the rest is as in `changes`."""
    written = []
    for change in changes:
        told: dict[str, Any] = {"change": _NAMES[type(change)]} | asdict(change)
        if "words" in told:
            told["words"] = list(told["words"])
        if "style" in told:
            told["style"]["kind"] = told["style"]["kind"].value
        written.append(told)
    return written


def read_changes(written: Sequence[dict[str, Any]]) -> list[Change]:
    """The changes again."""
    changes: list[Change] = []
    for told in written:
        values = {key: value for key, value in told.items() if key != "change"}
        if "words" in values:
            values["words"] = tuple(values["words"])
        if "style" in values:
            style = values["style"]
            values["style"] = Style(Kind(style["kind"]), style["marker"], style["level"])
        changes.append(_TYPES[told["change"]](**values))
    return changes


def write_edits(edits: Iterable[ProvisionEdit]) -> list[dict[str, Any]]:
    """As authors send them: what is not said is not there."""
    written = []
    for edit in edits:
        told: dict[str, Any] = {"op": edit.op.value, "provision": edit.provision}
        if edit.op is not Op.DELETE:
            told["text"] = edit.text
        if edit.kind is not None:
            told["kind"] = edit.kind.value
        if edit.marker is not None:
            told["marker"] = edit.marker
        if edit.level is not None:
            told["level"] = edit.level
        written.append(told)
    return written


def read_edits(written: Sequence[dict[str, Any]]) -> list[ProvisionEdit]:
    """The edits again."""
    return [
        ProvisionEdit(
            Op(told["op"]),
            told["provision"],
            told.get("text", ""),
            Kind(told["kind"]) if "kind" in told else None,
            told.get("marker"),
            told.get("level"),
        )
        for told in written
    ]
