# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads what `assembly merge` is asked: a text, its amendments, how conflicts were settled."""

from collections import Counter, defaultdict
from dataclasses import replace

from assembly.documents import Keys, shown
from assembly.errors import EmptyText, InvalidRequest, Refusal, UnsoundText
from assembly.resolutions.rules.changes import Base, Change, Insert, provisions_touched
from assembly.resolutions.rules.conflicts import Conflict, Settlement, claims_of, find_conflicts
from assembly.resolutions.rules.edits import Op, ProvisionEdit, require_no_hidden_marker
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.fold import fold, text_with
from assembly.resolutions.rules.markup import require_no_markup
from assembly.resolutions.rules.text import (
    DEEPEST,
    Kind,
    Provision,
    has_words,
    tidy,
    turns,
    unseen,
)

MOST_PROVISIONS = 50_000
MOST_AMENDMENTS = 5_000
MOST_EDITS = 10_000
MOST_FURTHER = 100
"""Amendments to one amendment."""
MOST_PAIRS = 2_000_000
"""Different changes of one provision are compared two by two: as many as two thousand of them."""
LONGEST_TEXT = 20_000
LONGEST_NAME = 80
PIECE = ("text", "kind", "marker", "level")

Made = dict[str, tuple[Change, ...]]
Credit = dict[tuple[str, Change], tuple[str, ...]]


def read_base(keys: Keys) -> list[Provision]:
    """The provisions of the text, each with its own name."""
    provisions: list[Provision] = []
    names: set[str] = set()
    for item in keys.items("base", ("id", *PIECE), MOST_PROVISIONS):
        name = _name(item, names)
        provision = ProvisionEdit(Op.INSERT_AFTER, None, *_read_piece(item)).becomes(None)
        if provision.level and provision.kind is not Kind.ITEM:
            where = item.path("level")
            raise UnsoundText(f"{where} nests a paragraph.", fault="level", what=where)
        provisions.append(replace(provision, id=name))
    return provisions


def read_amendments(keys: Keys, base: Base) -> tuple[Made, Credit, list[Conflict]]:
    """The changes of each amendment, with those made to it folded in."""
    names: set[str] = set()
    first: dict[str, Keys] = {}
    further: dict[str, list[tuple[str, Keys]]] = defaultdict(list)
    for item in keys.items("amendments", ("id", "edits", "to"), MOST_AMENDMENTS):
        name = _name(item, names)
        if item.has("to"):
            further[item.text("to")].append((name, item))
        else:
            first[name] = item
    made: Made = {name: tuple(_read_edits(item, base)) for name, item in first.items()}
    credit: Credit = {}
    conflicts: list[Conflict] = []
    for to, items in further.items():
        if to not in made:
            where = items[0][1].path("to")
            raise InvalidRequest(f"{where} is no amendment to the text: {shown(to)}.", what=where)
        if len(items) > MOST_FURTHER:
            where = items[MOST_FURTHER][1].path("to")
            raise InvalidRequest(
                f"{where} is one of more than {MOST_FURTHER} to one amendment.", what=where
            )
        text = Base(text_with(base, to, made[to]))
        folded = fold(base, to, made[to], {name: _read_edits(item, text) for name, item in items})
        made[to] = folded.changes
        conflicts += folded.conflicts
        credit |= {(to, change): (to, *names) for change, names in folded.credit.items()}
    return made, credit, conflicts


def require_comparable(base: Base, made: Made) -> None:
    """Nothing, or a refusal of so many changes in one place that comparing them has no end."""
    changes = {change for found in made.values() for change in found}
    many = Counter(
        name
        for change in changes
        if not isinstance(change, Insert)
        for name in provisions_touched(base, change)
    )
    if sum(count * (count - 1) // 2 for count in many.values()) > MOST_PAIRS:
        name = max(many, key=lambda one: (many[one], one))
        raise InvalidRequest(
            f"Too many changes would have to be compared: {many[name]} of provision {name}.",
            what="amendments",
        )


def _read_edits(item: Keys, base: Base) -> list[Change]:
    edits: list[ProvisionEdit] = []
    for edit in item.items("edits", ("op", "provision", *PIECE), MOST_EDITS):
        word = edit.text("op")
        if word not in set(Op):
            raise InvalidRequest(
                f"{edit.path('op')} is none of: {', '.join(Op)}.", what=edit.path("op")
            )
        op = Op(word)
        if op is not Op.INSERT_AFTER:
            edit.text("provision")
        elif "provision" not in edit.values:
            raise InvalidRequest(f"{edit.path('provision')} is missing.", what=edit.place)
        name = edit.text("provision") if edit.has("provision") else None
        if op is Op.DELETE and any(edit.has(key) for key in PIECE):
            raise InvalidRequest(f"{edit.place} deletes and has words.", what=edit.place)
        edits.append(ProvisionEdit(op, name, *(() if op is Op.DELETE else _read_piece(edit))))
    try:
        require_no_hidden_marker(base, edits)
        return find_changes(base, edits)
    except Refusal as refusal:
        raise type(refusal)(f"{item.place}: {refusal.detail}", **refusal.facts) from None


def _read_piece(item: Keys) -> tuple[str, Kind | None, str | None, int | None]:
    text = _read_words(item, "text", LONGEST_TEXT)
    if not has_words(text):
        raise EmptyText(f"{item.path('text')} has no words.", what=item.path("text"))
    level = item.values.get("level")
    if level is not None and (type(level) is not int or not 0 <= level <= DEEPEST):
        where = item.path("level")
        raise InvalidRequest(f"{where} is no number from 0 to {DEEPEST}.", what=where)
    kind = _kind(item, item.text("kind")) if item.has("kind") else None
    marker = _read_words(item, "marker", LONGEST_NAME) if item.has("marker") else None
    return text, kind, marker, level


def _read_words(item: Keys, key: str, longest: int) -> str:
    """What people may read, or a refusal that names the key and the fault."""
    words, where = item.text(key), item.path(key)
    fault = None
    if len(words) > longest:
        fault = "too-long", f"is longer than {longest} characters"
    elif unseen(words):
        fault = "control", "holds a control character, or another that nobody sees"
    elif turns(words):
        fault = "direction", "holds a character that turns the direction of reading"
    if fault:
        raise UnsoundText(f"{where} {fault[1]}.", fault=fault[0], what=where)
    require_no_markup(words, where, what=where)
    return words


def _kind(item: Keys, word: str) -> Kind:
    if word not in set(Kind):
        where = item.path("kind")
        raise InvalidRequest(f"{where} is none of: {', '.join(Kind)}.", what=where)
    return Kind(word)


def _name(item: Keys, names: set[str]) -> str:
    name = item.text("id")
    where = item.path("id")
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidRequest(f"{where} has 1 to {LONGEST_NAME} printable characters.", what=where)
    if name in names:
        raise InvalidRequest(f"{where} stands twice: {name[:40]}.", what=where)
    names.add(name)
    return name


def read_settlements(keys: Keys, base: Base, made: Made) -> list[Settlement]:
    """Each for the conflicts it names by amendments, provision and words; refused without one."""
    if not keys.has("settlements"):
        return []
    conflicts = find_conflicts(base, claims_of(made))
    found: list[Settlement] = []
    known = ("amendments", "provision", "words", "prefer", "text")
    for item in keys.items("settlements", known, MOST_EDITS):
        names = item.required("amendments")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            where = item.path("amendments")
            raise InvalidRequest(f"{where} is no list of names.", what=where)
        if item.has("prefer") == item.has("text"):
            raise InvalidRequest(f"{item.place} has either prefer or text.", what=item.place)
        prefer = item.text("prefer") if item.has("prefer") else None
        if prefer is not None and prefer not in names:
            where = item.path("prefer")
            raise InvalidRequest(f"{where} is not among the amendments.", what=where)
        meant = [
            one
            for one in conflicts
            if set(one.amendments) <= set(names)
            and one.provision == item.text("provision")
            and one.words == item.text("words")
        ]
        if not meant:
            raise InvalidRequest(f"{item.place} is about no conflict.", what=item.place)
        text = tidy(_read_words(item, "text", LONGEST_TEXT)) if item.has("text") else None
        found += [
            Settlement(tuple(names), one.provision, one.start, one.end, prefer, text)
            for one in meant
        ]
    return found
