# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Merging amendments by brute force, sentence by sentence from the rules of the house.

Nothing of the engine is used, nor its way of thinking: instead of stretches that overlap, each word
and each gap between two words keeps a list of who wants something of it. It knows words between
single spaces, and edits told word by word, so there is nothing to find out.
"""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class WordEdit:
    """In a provision the words from `start` up to `end` give way to `words`."""

    provision: str
    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Wholly:
    """The provision goes."""

    provision: str


@dataclass
class Amendment:
    name: str
    edits: list[WordEdit | Wholly] = field(default_factory=list)
    new: list[tuple[str | None, str]] = field(default_factory=list)
    """New provisions with what they stand behind, in order."""


def number(name):
    return int(re.sub(r"\D", "", name))


Base = dict[str, list[str]]


def touches(base: Base, edit):
    """Everything an edit touches: words by place, and gaps (0 is before the first word)."""
    size = len(base[edit.provision])
    if isinstance(edit, Wholly):
        places = [("word", at) for at in range(size)] + [("gap", at) for at in range(size + 1)]
    elif edit.start == edit.end:
        places = [("gap", edit.start)]
    else:
        places = [("word", at) for at in range(edit.start, edit.end)]
        places += [("gap", at) for at in range(edit.start + 1, edit.end)]
    return {(edit.provision, *place) for place in places}


def groups_in_conflict(base: Base, amendments):
    """Sets of edits that hang together because they touch the same differently."""
    edits = {edit for amendment in amendments for edit in amendment.edits}
    groups: list[set[WordEdit | Wholly]] = []
    for edit in edits:
        group = {edit}
        for other in list(groups):
            if any(touches(base, edit) & touches(base, one) for one in other):
                group |= other
                groups.remove(other)
        groups.append(group)
    return [group for group in groups if len(group) > 1]


def who(amendments, edit):
    return sorted((one.name for one in amendments if edit in one.edits), key=number)


def merged(base: Base, amendments):
    """The answer in the form of `compared` below: words with names, conflicts, order, falls."""
    groups = groups_in_conflict(base, amendments)
    disputed = {edit for group in groups for edit in group}
    text = list(behind(None, amendments))
    for name, words in base.items():
        free = [
            edit
            for edit in {edit for one in amendments for edit in one.edits} - disputed
            if edit.provision == name
        ]
        if not any(isinstance(edit, Wholly) for edit in free):
            text.append(rewritten(words, free, amendments))
        text += behind(name, amendments)
    return {
        "text": [provision for provision in text if provision],
        "conflicts": {conflict(base, amendments, group) for group in groups},
        "order": order(base, amendments),
        "falls_away": falls_away(base, amendments),
    }


def behind(name, amendments):
    """New provisions, by the numbers of the amendments; who asks for the same is named with it."""
    found: dict[tuple[str, int], list[str]] = {}
    for amendment in sorted(amendments, key=lambda one: number(one.name)):
        times: dict[str, int] = {}
        for place, text in amendment.new:
            if place == name:
                times[text] = times.get(text, 0) + 1
                found.setdefault((text, times[text]), []).append(amendment.name)
    return [
        [(word, tuple(names)) for word in text.split(" ")] for (text, _), names in found.items()
    ]


def rewritten(words, free, amendments):
    """Each word with who put it there; what is inserted in a gap stands before what follows it."""
    result = []
    for at in range(len(words) + 1):
        for edit in free:
            if edit.start == edit.end == at:
                result += [(word, tuple(who(amendments, edit))) for word in edit.words]
        if at == len(words):
            break
        here = [edit for edit in free if edit.start <= at < edit.end]
        if not here:
            result.append((words[at], ()))
        elif here[0].start == at:
            result += [(word, tuple(who(amendments, here[0]))) for word in here[0].words]
    return result


def conflict(base: Base, amendments, group):
    """Named by amendments, provision and the words of the base text from first to last."""
    names = sorted({name for edit in group for name in who(amendments, edit)}, key=number)
    provision = next(iter(group)).provision
    places = {at for edit in group for _, kind, at in touches(base, edit) if kind == "word"}
    words = base[provision][min(places) : max(places) + 1] if places else []
    return tuple(names), provision, " ".join(words)


def order(base: Base, amendments):
    def rank(one):
        gone = come = 0
        for edit in one.edits:
            gone += sum(1 for place in touches(base, edit) if place[1] == "word")
            come += 0 if isinstance(edit, Wholly) else len(edit.words)
        come += sum(len(text.split(" ")) for _, text in one.new)
        return -gone, -(gone + come), number(one.name)

    return [one.name for one in sorted(amendments, key=rank)]


def falls_away(base: Base, amendments):
    falls = {}
    for one in sorted(amendments, key=lambda one: number(one.name)):
        against = [
            other.name
            for other in amendments
            if other is not one and opposed(base, one.edits, other.edits)
        ]
        falls[one.name] = sorted(against, key=number)
    return falls


def opposed(base: Base, mine, theirs):
    return any(
        edit != other and touches(base, edit) & touches(base, other)
        for edit in mine
        for other in theirs
    )
