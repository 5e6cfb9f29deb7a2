# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How deep the items of a list are nested, once several amendments were done together.

One may take away the item that another one put something under. What is left hanging then comes up
to one level below what stands before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.text import Provision


def soundly_nested(base: Base, provisions: Sequence[Provision]) -> list[Provision]:
    """The same provisions, none deeper than one below what stands before it.

    What the base text itself has so deep stays: nobody changed it.
    """
    hanging = {one.id for one in _hanging(base.provisions)}
    found: list[Provision] = []
    for one in provisions:
        deepest = (found[-1].level if found else 0) + 1
        if one.level > deepest and one.id not in hanging:
            found.append(replace(one, level=deepest))
        else:
            found.append(one)
    return found


def _hanging(provisions: Sequence[Provision]) -> Iterator[Provision]:
    before = 0
    for one in provisions:
        if one.level > before + 1:
            yield one
        before = one.level
