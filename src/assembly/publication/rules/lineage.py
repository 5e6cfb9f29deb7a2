# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a text came about in another installation, as its file says it: read and checked.

Its versions have the digests of their words, and the last one is the text that was decided. What a
voting was about has the words that its record has, and came out as it says. Every amendment can be
done on the words it was made on, and what was merged is the version that it was made.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assembly.amendments.rules.lifecycle import PUBLIC_STATES, Cause, State
from assembly.errors import FileAltered, FileNotUnderstood
from assembly.publication.formats.value import PublicResolution
from assembly.publication.rules.parts import (
    LARGEST,
    count_in,
    digest_in,
    flag_in,
    language_in,
    moment_in,
    provision_in,
    require_readable,
    whole_in,
    words_in,
)
from assembly.resolutions.rules.change_document import (
    read_changes,
    read_edits,
    write_changes,
    write_edits,
)
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.instruction import instructions
from assembly.resolutions.rules.lifecycle import Hand
from assembly.resolutions.rules.lines import WIDTH, printed_lines
from assembly.resolutions.rules.reason import LONGEST_REASON
from assembly.resolutions.rules.text import Provision, digest

WIDTHS = range(20, 201)
LONGEST_WHY = 4000
DECIDED = frozenset({State.ADOPTED, State.NOT_ADOPTED, State.TAKEN_OVER, State.FALLEN})

Texts = Mapping[int, Sequence[Provision]]


def version_document(
    version: int,
    title: str | None,
    language: str,
    text_digest: str,
    line_width: int,
    written_at: str,
    written_as: str,
    because: str | None,
    provisions: Sequence[Provision] | None,
) -> dict[str, Any]:
    """One version. The words of the latest stand with the resolution, and are not told twice."""
    return {
        "version": version,
        "title": title,
        "language": language,
        "digest": text_digest,
        "line_width": line_width,
        "written_at": written_at,
        "written_as": written_as,
        "because": because,
        "provisions": None
        if provisions is None
        else [
            {"id": one.id, "kind": one.kind.value, "marker": one.marker, "level": one.level}
            | {"text": one.text}
            for one in provisions
        ],
    }


def require_lineage(lineage: Mapping[str, Any], of: PublicResolution) -> None:
    """Nothing, where all of it fits with the resolution, with its votings and within itself.

    Else `FileAltered`; of another form, it raises what reading it ends in.
    """
    if tuple(lineage) != ("versions", "terms", "order", "amendments", "merges"):
        raise FileNotUnderstood("how the text came about has other parts.")
    require_readable(lineage)
    texts = _texts(lineage["versions"], of)
    _require_terms(lineage["terms"])
    _require_order(lineage["order"])
    _require_amendments(lineage["amendments"], texts)
    for one in lineage["merges"]:
        _require_merge(one, texts)
    _require_votings(lineage, whole_votings(of))


def whole_votings(of: PublicResolution) -> Sequence[Mapping[str, Any]]:
    """The records of votings on amendments, in the order of publication."""
    told = () if of.whole is None else of.whole.amendment_votings
    return [one["record"] for one in told]


def _texts(versions: Sequence[Mapping[str, Any]], of: PublicResolution) -> Texts:
    """The words of every version that is told."""
    texts: dict[int, Sequence[Provision]] = {}
    for one in versions:
        version, last = whole_in(one["version"]), one is versions[-1]
        words = of.provisions if last else _words(one["provisions"])
        again = version_document(
            version,
            None if one["title"] is None else words_in(one["title"], 300),
            language_in(one["language"]),
            digest_in(one["digest"]),
            _width(one["line_width"]),
            moment_in(one["written_at"]).isoformat(),
            Hand(one["written_as"]).value,
            None if one["because"] is None else words_in(one["because"], 1000),
            None if last else words,
        )
        if again != one or version <= max(texts, default=0):
            raise FileNotUnderstood("a version of the text has another form.")
        if digest(words) != one["digest"] or one["language"] != of.language:
            raise FileAltered("A version does not have its digest.", what="lineage")
        texts[version] = words
    if max(texts, default=0) != of.version:
        raise FileAltered("The text that was decided is no version of it.", what="lineage")
    return texts


def _words(documents: Sequence[Mapping[str, Any]]) -> list[Provision]:
    provisions = [provision_in(one) for one in documents]
    names = {one.id for one in provisions}
    if not provisions or len(names) < len(provisions):
        raise FileNotUnderstood("a version has no provisions, or two of one name.")
    return provisions


def _width(value: object) -> int:
    width = whole_in(value)
    if width not in WIDTHS:
        raise FileNotUnderstood("a line is wider or narrower than any that is printed.")
    return width


def _require_terms(terms: Mapping[str, Any]) -> None:
    closes_at, needed = terms["closes_at"], count_in(terms["supporters_needed"])
    hour = None if closes_at is None else moment_in(closes_at).isoformat()
    if needed is None or dict(terms) != {"closes_at": hour, "supporters_needed": needed}:
        raise FileNotUnderstood("the terms of amending have another form.")


def _require_order(order: Mapping[str, Any] | None) -> None:
    if order is not None:
        numbers = [whole_in(number) for number in order["amendments"]]
        because = words_in(order["because"], LONGEST_REASON)
        if dict(order) != {"amendments": numbers, "because": because}:
            raise FileNotUnderstood("the order of votings has another form.")


def _require_amendments(documents: Sequence[Mapping[str, Any]], texts: Texts) -> None:
    """Each has its form, and can be done on the words it was made on."""
    known: dict[int, Mapping[str, Any]] = {}
    for one in documents:
        number = whole_in(one["number"])
        if _amendment(one) != one or number <= max(known, default=0):
            raise FileNotUnderstood(f"amendment {number} has another form.")
        known[number] = one
    grounds = _Grounds(texts, known)
    for one in documents:
        for text in (*one["earlier"], one):
            grounds.require(one, text)


def _amendment(one: Mapping[str, Any]) -> dict[str, Any]:
    """The amendment, written again from what is read of it."""
    author, decided_at, conflicts = one["author"], one["decided_at"], one["in_conflict"]
    state, earlier = State(one["state"]), one["earlier"]
    if state not in PUBLIC_STATES:
        raise FileNotUnderstood("an amendment is in a state that nobody reads of.")
    if (state is State.FALLEN) is (one["fell_to"] is None):
        raise FileNotUnderstood("an amendment fell, and does not say to which one.")
    if (state in DECIDED) is (decided_at is None):
        raise FileNotUnderstood("an amendment does not say when it was decided.")
    for told in conflicts or ():
        words_in(told["words"], LARGEST, empty=True)
        read_changes(told["version"]), read_changes(told["amendment"])
    return {
        "number": whole_in(one["number"]),
        "amends": _number(one["amends"]),
        "state": state.value,
        "revision": whole_in(one["revision"]),
        "author": None
        if author is None
        else {"seat": whole_in(author["seat"]), "name": words_in(author["name"], 200)},
        "reason": _said(one["reason"], LONGEST_WHY),
        "because": _said(one["because"], LONGEST_REASON),
        "fell_to": _number(one["fell_to"]),
        "supporters": count_in(one["supporters"]) or 0,
        "by_itself": flag_in(one["by_itself"]),
        "submitted_at": moment_in(one["submitted_at"]).isoformat(),
        "decided_at": None if decided_at is None else moment_in(decided_at).isoformat(),
        "in_conflict": conflicts,
        "edits": write_edits(read_edits(one["edits"])),
        **_text(one),
        "earlier": [_text(told) for told in earlier],
    }


def _text(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "text": whole_in(one["text"]),
        "version": whole_in(one["version"]),
        "on_text": _number(one["on_text"]),
        "cause": Cause(one["cause"]).value,
        "changes": write_changes(read_changes(one["changes"])),
    }


class _Grounds:
    """The words that amendments were made on: of a version, or as another amendment has them."""

    def __init__(self, texts: Texts, known: Mapping[int, Mapping[str, Any]]) -> None:
        self._texts, self._known = texts, known
        self._bases: dict[tuple[int, int, int], Base] = {}

    def require(self, one: Mapping[str, Any], text: Mapping[str, Any]) -> None:
        """Nothing, where the changes of this text can be done; every page shows them done."""
        changes = read_changes(text["changes"])
        try:
            base = self._base(one["amends"], text)
            text_with(base, f"A{one['number']}", changes)
            instructions(base, changes, printed_lines(base.provisions, WIDTH), "nl")
        except (LookupError, ValueError, TypeError) as problem:
            raise FileAltered(
                f"Amendment {one['number']} cannot be done on the words it was made on.",
                what="lineage",
            ) from problem

    def _base(self, amends: int | None, text: Mapping[str, Any]) -> Base:
        version, parent = text["version"], self._known.get(amends or 0)
        on_text = text["on_text"] if parent is not None else 0
        found = self._bases.get((version, amends or 0, on_text))
        if found is not None:
            return found
        base = Base(self._texts[version])
        if parent is not None:
            changes = {one["text"]: one["changes"] for one in (parent, *parent["earlier"])}
            base = Base(text_with(base, f"A{amends}", read_changes(changes[on_text])))
        self._bases[version, amends or 0, on_text] = base
        return base


def _require_merge(one: Mapping[str, Any], texts: Texts) -> None:
    version, base = whole_in(one["version"]), whole_in(one["base"])
    again = {
        "version": version,
        "base": base,
        "amendments": [whole_in(number) for number in one["amendments"]],
        "spans": [
            [[_run(words), [whole_in(number) for number in numbers]] for words, numbers in runs]
            for runs in one["spans"]
        ],
        "undone": flag_in(one["undone"]),
    }
    if again != one or not base < version:
        raise FileNotUnderstood("what a version was made of has another form.")
    joined = ["".join(words for words, _ in runs) for runs in one["spans"]]
    known = base in texts and version in texts
    if not known or joined != [piece.text for piece in texts[version]]:
        raise FileAltered("A version is not what was merged.", what="lineage")


def _require_votings(lineage: Mapping[str, Any], records: Sequence[Mapping[str, Any]]) -> None:
    """What was voted on has the words of the record, and came out as the last one says."""
    known = {one["number"]: one for one in lineage["amendments"]}
    digests = {one["version"]: one["digest"] for one in lineage["versions"]}
    decided: dict[int, str] = {}
    for record in sorted(records, key=lambda one: str(one["voting"]["opened_at"])):
        about = record["resolution"]
        if digests.get(about["version"]) != about["digest"]:
            raise FileAltered("A voting was about a version that is not told.", what="lineage")
        for asked in record["amendments"]:
            number, outcome = whole_in(asked["number"]), record["verdict"]["outcome"]
            if outcome is None:
                decided.pop(number, None)
                continue
            decided[number] = outcome
            one = known.get(number)
            told = one is not None and one["version"] == asked["version"]
            if told and any(asked[key] != known[number][key] for key in ("edits", "changes")):
                raise FileAltered(f"Amendment {number} is not what was voted on.", what="lineage")
    states = {
        number: one["state"]
        for number, one in known.items()
        if one["state"] in {State.ADOPTED.value, State.NOT_ADOPTED.value}
    }
    if states != decided:
        raise FileAltered("An amendment came out otherwise than its record says.", what="lineage")


def _number(value: object) -> int | None:
    return None if value is None else whole_in(value)


def _said(value: object, most: int) -> str | None:
    return None if value is None else words_in(value, most)


def _run(value: object) -> str:
    """Words of a text with the white space at their ends."""
    return words_in(value, LARGEST)
