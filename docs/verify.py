# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second verifier of published votings, in one file, for whoever does not trust the first.

    python3 verify.py bundle.json            or - for standard input
    python3 verify.py bundle.json --key "example.org/log+c74f20a3+ARpc2QcU…"

It shares no code with the software that made the bundle: it was written from docs/verify.md and
the pages named there, and needs nothing but Python 3.11. Each line it prints is one check. The exit
code is 0 when all of them hold, 1 when something differs, 2 when there is nothing to read.

Read it from the end: ALWAYS, WITH_ROLL and WITH_LOG say what is looked at, and who looks.
"""

import argparse
import base64
import hashlib
import json
import math
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

Bundle = dict[str, Any]  # also its parts: what JSON calls an object
Part = dict[str, Fraction]  # the counts of a part of the roll, entitled and present, in one unit
CHOICES = ("yes", "no", "abstain", "blank", "invalid")

# ── The forms, as docs/verify.md lists them ───────────────────────────────────

FORMS = """
assembly-bundle/1  format:text record:any digest:hash roll:[line] box:secret|named
assembly-bundle/2  format:text record:any digest:hash roll:[line] box:secret|named log:place|null
result             record:any digest:hash published_at:text|null annulment?:any corrected?:any
line               seat:whole weight:exact college:text|null present:truth held_by:whole|null
secret             trackers:[uuid] ballots:null
named              trackers:null ballots:[ballot]
ballot             seat:whole tracker:uuid choice:choice
choice             'yes'|'no'|'abstain'

assembly-record/1  format:text assembly:assembly resolution:resolution voting:voting
                   rule:majority roll:roll/1 turnout:whole tally:heads box_digest:hash
                   verdict:verdict/1 labels:words sentences:words
assembly-record/2  format:text assembly:assembly resolution:resolution amendments?:[amendment]
                   voting:voting medium:medium rule:rule roll:roll turnout:whole tally:heads
                   weighed:weights|null colleges:{college} paper:paper|null box_digest:hash
                   verdict:verdict labels:words sentences:words held?:held
held               planned_for:second|null moves:[move]
move               moved_at:second publish_at:second|null because:text
assembly           slug:text name:text
resolution         number:whole title:text title_derived:truth language:language version:whole
                   digest:hash provisions:[provision]
provision          kind:kind marker:text text:text level?:whole id?:text
kind               'paragraph'|'item'
language           'nl'|'fr'|'de'|'en'
voting             id:uuid secrecy:secrecy choices:[choice] rehearsal:truth opened_at:second
                   closed_at:second
secrecy            'secret'|'roll_call'
medium             'electronic'|'hybrid'|'hand'
rule               preset:text share:share strictness:strictness base:base quorum:quorum|null
                   colleges:majority|{majority}|null
majority           preset:text share:share strictness:strictness base:base
strictness         'more_than'|'at_least'
base               'yes_no'|'cast'|'present'|'entitled'
quorum             share?:share number?:exact of:taking_part unmet:unmet counted_in:unit
taking_part        'present'|'voted'|'expressed'
unmet              'not_adopted'|'void'
unit               'heads'|'weights'
roll/1             entitled:whole present:whole digest:hash
roll               electorate:electorate entitled:whole present:whole represented:whole
                   attendance_taken:truth small_classes:truth weights:weighing|null digest:hash
electorate         'all'|'present'
weighing           entitled:exact present:exact step:exact
heads              yes:whole no:whole abstain:whole blank:whole invalid:whole
weights            yes:exact no:exact abstain:exact blank:exact invalid:exact
college            entitled:whole present:whole tally:heads weights:college_weights|null
college_weights    entitled:exact present:exact tally:weights
paper              lines:[papers] papers:whole marked:whole not_handed_in:whole|null
papers             weight:exact college:text|null yes:whole no:whole abstain:whole blank:whole
                   invalid:whole papers:whole
verdict/1          outcome:outcome|null ground:text base:whole needed_yes:whole|null
                   margin:integer|null
verdict            outcome:outcome|null ground:text base:exact needed_yes:exact|null
                   margin:exact|null quorum:reached|null colleges:{college_verdict}
outcome            'adopted'|'not_adopted'
reached            required:exact reached:exact met:truth
college_verdict    base:exact needed_yes:exact|null margin:exact|null met:truth
words              nl:text fr:text de:text en:text

amendment          number:whole version:whole to?:whole edits:[edit] changes:[any]
edit               op:op provision:text|null text?:text kind?:kind marker?:text level?:whole
op                 'replace'|'insert_after'|'delete'

place              leaf:leaf index:whole path:[hash] checkpoint:text before:text|null
                   bridge:[hash] keys:[key]
leaf               act:text assembly:text|null at:text by:hash facts:facts subject:text
facts              digest:hash
key                kty:text crv:text x:text kid:text use:text alg:text name:text line:text
"""


def pattern(regex: str) -> Callable[[Any], bool]:
    """Text that this expression matches from end to end."""
    return lambda value: isinstance(value, str) and bool(re.fullmatch(regex, value, re.ASCII))


SIMPLE: dict[str, Callable[[Any], bool]] = {
    "any": lambda _: True,
    "null": lambda value: value is None,
    "truth": lambda value: isinstance(value, bool),
    "text": lambda value: isinstance(value, str),
    "whole": lambda value: type(value) is int and value >= 0,
    "integer": lambda value: type(value) is int,
    "exact": pattern(r"(?!-0$)-?(0|[1-9][0-9]{0,15})(\.[0-9]{0,5}[1-9])?"),
    "share": pattern(r"[1-9][0-9]{0,8}/[1-9][0-9]{0,8}"),
    "hash": pattern(r"[0-9a-f]{64}"),
    "uuid": pattern(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "second": pattern(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z"),
}
ALIAS: dict[str, str] = {}  # "kind" is another word for "'paragraph'|'item'"
FORM: dict[str, dict[str, str]] = {}  # "facts" is an object: {"digest": "hash"}
for _name, _parts in re.findall(r"^(\S+) +(.+(?:\n +.+)*)", FORMS, re.MULTILINE):
    if ":" in _parts:
        FORM[_name] = dict(part.split(":") for part in _parts.split())
    else:
        ALIAS[_name] = _parts


def misfit(value: Any, form: str, place: str) -> str:
    """The first place that has not this form, with every key it must have and no other; or ""."""
    form = ALIAS.get(form, form)
    if "|" in form:
        tried = [misfit(value, one, place) for one in form.split("|")]
        return "" if "" in tried else max(tried, key=len)
    if form in SIMPLE or form[0] == "'":
        fits = SIMPLE[form](value) if form in SIMPLE else value == form[1:-1]
        return "" if fits else place
    if not isinstance(value, list if form[0] == "[" else dict):
        return place
    if form in FORM:
        given, known = {*value}, {key.rstrip("?"): inner for key, inner in FORM[form].items()}
        odd = given - {*known} | {key for key in FORM[form] if key[-1] != "?"} - given
        if odd:
            return f"{place}.{min(odd)}"
        parts = [(key, value[key], known[key]) for key in given]
    else:
        by_name = value if isinstance(value, dict) else dict(enumerate(value))
        parts = [(key, part, form[1:-1]) for key, part in by_name.items()]
    wrong = (misfit(part, inner, f"{place}.{key}") for key, part, inner in parts)
    return next(filter(None, wrong), "")


def read(data: bytes) -> Bundle:
    """A bundle or a result, of a known form. ValueError where it is neither, or not JSON."""

    def once(pairs: list[tuple[str, Any]]) -> Bundle:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a key stands twice in one object")
        return dict(pairs)

    try:
        document: Any = json.loads(data.decode(), object_pairs_hook=once)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    bundle: Bundle = document if isinstance(document, dict) else {}
    record = bundle.get("record")
    known = bundle.get("format", "result") in ("result", "assembly-bundle/1", "assembly-bundle/2")
    if not known or not isinstance(record, dict):
        raise ValueError("it is neither a bundle of format 1 or 2 nor a result")
    if record.get("format") not in ("assembly-record/1", "assembly-record/2"):
        raise ValueError("its record is of a format that is not known here")
    return bundle


def canonical(value: Any) -> bytes:
    """JSON with keys sorted by code point, no space between signs, UTF-8."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def of_lines(lines: Iterable[str]) -> str:
    """SHA-256 over lines, LF after each, in hex."""
    return sha("".join(f"{line}\n" for line in lines).encode()).hex()


def record_digest(bundle: Bundle) -> bool:
    """SHA-256 over the canonical record."""
    return bool(sha(canonical(bundle["record"])).hex() == bundle["digest"])


# ── The text and its amendments ───────────────────────────────────────────────


def tidy(text: str) -> str:
    """NFC; ordinary white space folded to one space, none at the ends; no-break spaces stay."""
    return re.sub(r"[ \t\n\r\f\v]+", " ", unicodedata.normalize("NFC", text)).strip(" ")


def text_digest(bundle: Bundle) -> bool:
    """SHA-256 over the provisions, marker before words, LF between them."""
    text = bundle["record"]["resolution"]
    lines = [f"{tidy(one['marker'])} {tidy(one['text'])}".strip(" ") for one in text["provisions"]]
    return bool(sha("\n".join(lines).encode()).hex() == text["digest"])


def are_sound(edits: list[Bundle], text: dict[str, Bundle]) -> bool:
    """Each is of a provision that is there, with words, and none a second one of the same."""
    about = [edit["provision"] for edit in edits if edit["op"] != "insert_after"]
    return (
        len(edits) > 0
        and len({*about}) == len(about)
        and {*about} <= {*text}
        and {edit["provision"] for edit in edits} <= {*text, None}
        and all(tidy(edit.get("text", "")) for edit in edits if edit["op"] != "delete")
        and not any("text" in edit for edit in edits if edit["op"] == "delete")
    )


def elsewhere(bundle: Bundle) -> list[Any]:
    """Amendments to another text than the one in the record: to an amendment, to a version."""
    record = bundle["record"]
    now = record["resolution"]["version"]
    return [one for one in record.get("amendments", []) if "to" in one or one["version"] != now]


def amendments(bundle: Bundle) -> bool | None:
    """Each stands there once, by number."""
    if "amendments" not in bundle["record"]:
        return None
    given, provisions = bundle["record"]["amendments"], bundle["record"]["resolution"]["provisions"]
    text = {one["id"]: one for one in provisions}
    numbers = [one["number"] for one in given]
    return numbers == sorted({*numbers} - {0}) != [] and all(
        are_sound(one["edits"], text) for one in given if one not in elsewhere(bundle)
    )


# ── Roll, box and papers ──────────────────────────────────────────────────────

SMALL = 5  # fewer of one weight and college could be told apart


def written(number: Fraction) -> str:
    """A decimal without needless zeros: what a record writes."""
    millionths = int(abs(number) * 10**6)
    if millionths != abs(number) * 10**6:
        raise ValueError("a number that six decimals cannot write")
    digits = f"{millionths // 10**6}.{millionths % 10**6:06}".rstrip("0").rstrip(".")
    return f"-{digits}" if number < 0 else digits


def weigh(lines: Iterable[Bundle]) -> Fraction:
    """The sum of their weights."""
    return sum((Fraction(line["weight"]) for line in lines), Fraction(0))


def attends(line: Bundle) -> bool:
    """In the room, or represented by somebody who is."""
    return bool(line["present"]) or line["held_by"] is not None


def roll_digest(bundle: Bundle) -> bool:
    """A line is the seat and what is out of the ordinary."""
    lines = []
    for line in bundle["roll"]:
        words = [str(line["seat"])]
        words += [f"weight={line['weight']}"] * (line["weight"] != "1")
        words += ["absent"] * (not line["present"])
        words += [f"held_by={line['held_by']}"] * (line["held_by"] is not None)
        words += [f"college={line['college']}"] * (line["college"] is not None)
        lines.append(" ".join(words))
    return bool(of_lines(lines) == bundle["record"]["roll"]["digest"])


def roll_lines(bundle: Bundle) -> bool:
    """By number, each seat once; who is held is absent, and who holds is in the room."""
    roll = bundle["roll"]
    seats, room = [line["seat"] for line in roll], {one["seat"] for one in roll if one["present"]}
    held = [line for line in roll if line["held_by"] is not None]
    return (
        seats == sorted({*seats})
        and all(Fraction(line["weight"]) > 0 for line in roll)
        and all(line["held_by"] in room and not line["present"] for line in held)
        and (bundle["record"]["roll"].get("electorate") != "present" or all(map(attends, roll)))
    )


def roll_numbers(bundle: Bundle) -> bool:
    """Entitled, present, represented, weights, step, colleges, small classes."""
    roll, record = bundle["roll"], bundle["record"]
    weighted = any(line["weight"] != "1" for line in roll)
    classes = Counter((line["weight"], line["college"]) for line in roll)

    def sums(lines: list[Bundle]) -> Bundle:
        there = [line for line in lines if attends(line)]
        weights = {"entitled": written(weigh(lines)), "present": written(weigh(there))}
        heads = {"entitled": len(lines), "present": len(there)}
        return {**heads, "weights": weights if weighted else None}

    whole = sums(roll)
    if weighted:
        places = max(len(line["weight"].partition(".")[2]) for line in roll)
        whole["weights"]["step"] = written(Fraction(1, 10**places))
    whole["represented"] = sum(line["held_by"] is not None for line in roll)
    secret = record["voting"]["secrecy"] == "secret"
    whole["small_classes"] = secret and len(classes) > 1 and min(classes.values()) < SMALL
    names = {line["college"] for line in roll if line["college"] is not None}
    whole["colleges"] = {
        name: sums([line for line in roll if line["college"] == name]) for name in names
    }

    given = {**record["roll"], "colleges": {}}
    for name, part in record.get("colleges", {}).items():
        weights = part["weights"] and {key: part["weights"][key] for key in ("entitled", "present")}
        heads = {"entitled": part["entitled"], "present": part["present"]}
        given["colleges"][name] = {**heads, "weights": weights}
    return all(given[key] == one for key, one in whole.items() if key in given) and (
        (record.get("weighed") is not None) is weighted
    )


def box_digest(bundle: Bundle) -> bool:
    """A line is a tracker; of a roll call seat, tracker and choice. Sorted as text."""
    box, record = bundle["box"], bundle["record"]
    if (box["ballots"] is None) is not (record["voting"]["secrecy"] == "secret"):
        return False
    lines = box["trackers"] or [
        f"{one['seat']} {one['tracker']} {one['choice']}" for one in box["ballots"] or []
    ]
    return bool(of_lines(sorted(lines)) == record["box_digest"])


def box_lines(bundle: Bundle) -> bool:
    """Trackers ascending, or ballots by seat; each tracker once, and as many as on a device."""
    box, record = bundle["box"], bundle["record"]
    ballots = box["ballots"] or []
    trackers = box["trackers"] or [one["tracker"] for one in ballots]
    order = [one["seat"] for one in ballots] or trackers
    on_paper = (record.get("paper") or {"papers": 0})["papers"]
    return bool(
        order == sorted({*order})
        and len({*trackers}) == len(trackers) == record["turnout"] - on_paper
        and {one["seat"] for one in ballots} <= {line["seat"] for line in bundle["roll"]}
        and {one["choice"] for one in ballots} <= {*record["voting"]["choices"]}
    )


def papers(bundle: Bundle) -> bool:
    """Each line adds up, each class stands there once; all of them are the papers."""
    record, paper = bundle["record"], bundle["record"].get("paper")
    if paper is None:
        return bool(record.get("medium") != "hand")
    lines, marked = paper["lines"], paper["marked"]
    seen = [(line["weight"], line["college"]) for line in lines]
    on_roll = {(line["weight"], line["college"]) for line in bundle.get("roll", lines)}
    return bool(
        record["medium"] != "electronic"
        and len({*seen}) == len(seen)
        and all(sum(line[one] for one in CHOICES) == line["papers"] > 0 for line in lines)
        and sum(line["papers"] for line in lines) == paper["papers"]
        and paper["not_handed_in"] == (marked - paper["papers"] if marked else None)
        and {*seen} <= on_roll
    )


def parts(record: Bundle) -> Iterator[tuple[str | None, dict[str, Any], dict[str, Any] | None]]:
    """Counts in heads and in weights: of the whole (None), each college, and those in none ("")."""
    weighed = record.get("weighed")
    heads_left = dict(record["tally"])
    left = {key: Fraction(one) for key, one in (weighed or {}).items()}
    yield None, record["tally"], weighed
    for name, college in record.get("colleges", {}).items():
        heads, weights = college["tally"], (college["weights"] or {"tally": None})["tally"]
        yield name, heads, weights
        heads_left = {key: heads_left[key] - heads[key] for key in CHOICES}
        left = {key: one - Fraction(weights[key]) for key, one in left.items()}
    if record.get("colleges"):
        yield "", heads_left, left or None


def counts(bundle: Bundle) -> bool:
    """Names and papers are counted again. What is left are secret ballots, and these can be so."""
    record, roll, ballots = bundle["record"], bundle["roll"], bundle["box"]["ballots"]
    seats = {line["seat"]: line for line in roll}
    lines = (record.get("paper") or {"lines": []})["lines"]
    known = [(line, choice, line[choice]) for line in lines for choice in CHOICES]
    known += [(seats[one["seat"]], one["choice"], 1) for one in ballots or []]
    secret = record["voting"]["choices"] if ballots is None else []
    for name, heads, weights in parts(record):
        here = [one for one in roll if name is None or (one["college"] or "") == name]
        said = [one for one in known if name is None or (one[0]["college"] or "") == name]
        each = [Fraction(line["weight"]) for line in here] or [Fraction(0)]
        if sum(heads.values()) > len(here):
            return False
        for choice in CHOICES:
            left = heads[choice] - sum(n for _, one, n in said if one == choice)
            if left < 0 or (left and choice not in secret):
                return False
            if weights is not None:
                told = sum(Fraction(line["weight"]) * n for line, one, n in said if one == choice)
                weight = Fraction(weights[choice]) - told
                if not min(each) * left <= weight <= max(each) * left:
                    return False
    return True


def turnout(bundle: Bundle) -> bool:
    """Everybody who voted said something, or handed in a blank or invalid paper."""
    return bool(sum(bundle["record"]["tally"].values()) == bundle["record"]["turnout"])


# ── The decision, again ───────────────────────────────────────────────────────

NUMBERS = ("base", "needed_yes", "margin")
BEYOND = 1 << 130  # more steps than any count has
PRESETS = {
    "simple": "1/2 more_than",
    "absolute_cast": "1/2 more_than",
    "absolute_present": "1/2 more_than",
    "absolute_entitled": "1/2 more_than",
    "two_thirds": "2/3 at_least",
    "three_quarters": "3/4 at_least",
    "four_fifths": "4/5 at_least",
    "unanimity": "1/1 at_least",
}


def college_rules(rule: Bundle) -> list[Bundle]:
    """The rules for colleges: none, one for all, or one for each by name."""
    colleges = rule.get("colleges")
    if colleges is None:
        return []
    return [colleges] if isinstance(colleges.get("share"), str) else list(colleges.values())


def rules(bundle: Bundle) -> bool:
    """Shares are in lowest terms and at most the whole; a name says what it always says."""
    rule, quorum = bundle["record"]["rule"], bundle["record"]["rule"].get("quorum")
    majorities = [rule, *college_rules(rule)]
    shares = [one["share"] for one in (*majorities, quorum or {}) if "share" in one]
    return (
        (quorum is None or ("share" in quorum) is not ("number" in quorum))
        and (rule.get("colleges") is None or len(majorities) > 1)
        and all(Fraction(one) <= 1 and math.gcd(*map(int, one.split("/"))) == 1 for one in shares)
        and all(
            one["preset"] == "custom"
            or PRESETS.get(one["preset"]) == f"{one['share']} {one['strictness']}"
            for one in majorities
        )
        and bundle["record"]["voting"]["choices"] in (["yes", "no"], ["yes", "no", "abstain"])
    )


def base_of(rule: Bundle, part: Part) -> Fraction:
    """The number that the share is taken of."""
    expressed = part["yes"] + part["no"]
    return {
        "yes_no": expressed,
        "cast": expressed + part["abstain"] + part["blank"],
        "present": part["present"],
        "entitled": part["entitled"],
    }[rule["base"]]


def adopts(rule: Bundle, part: Part) -> bool:
    """Whether the yes votes reach what the rule asks for. More than the whole never does."""
    share, base = Fraction(rule["share"]), base_of(rule, part)
    if rule["strictness"] == "at_least":
        return base > 0 and part["yes"] >= share * base
    return base > 0 and share < 1 and part["yes"] > share * base


def judged(rule: Bundle, part: Part, step: Fraction) -> Bundle:
    """Base, needed and margin. Needed is looked for: the first number of steps that adopts."""

    def enough(steps: int) -> bool:
        return adopts(rule, {**part, "yes": steps * step})

    high = 1
    while not enough(high) and high < BEYOND:
        high *= 2
    low, needed = high // 2, None
    if enough(high):
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if enough(middle) else (middle, high)
        needed = high * step
    return {
        "base": written(base_of(rule, part)),
        "needed_yes": None if needed is None else written(needed),
        "margin": None if needed is None else written(part["yes"] - needed),
    }


def total(part: Part) -> Fraction:
    """All that was cast."""
    return sum((part[choice] for choice in CHOICES), Fraction(0))


def part_of(*sections: Bundle) -> Part:
    """A part of the roll and what it said, as exact numbers."""
    whole = {key: value for section in sections for key, value in section.items()}
    part = {key: Fraction(whole[key]) for key in (*CHOICES, "present", "entitled")}
    if not total(part) <= part["entitled"] >= part["present"]:
        raise ValueError("counts that cannot be")
    return part


def verdict(bundle: Bundle) -> bool:
    """First the quorum, then the majority of the whole, then that of each college."""
    record, rule, given = bundle["record"], bundle["record"]["rule"], bundle["record"]["verdict"]
    roll, colleges, weighed = record["roll"], record.get("colleges", {}), record.get("weighed")
    heads = whole = part_of(roll, record["tally"])
    step = Fraction(1)
    if weighed:
        whole, step = part_of(roll["weights"], weighed), Fraction(roll["weights"]["step"])
        colleges = {name: part["weights"] for name, part in colleges.items()}
    ours: Bundle = {**judged(rule, whole, step), "quorum": None, "colleges": {}}

    if quorum := rule.get("quorum"):
        part, unit = (whole, step) if quorum["counted_in"] == "weights" else (heads, Fraction(1))
        voted, expressed = total(part), part["yes"] + part["no"]
        reached = {"present": part["present"], "voted": voted, "expressed": expressed}[quorum["of"]]
        share = Fraction(quorum.get("share", 1)) * part["entitled"]
        required = Fraction(quorum["number"]) if "number" in quorum else -(-share // unit) * unit
        met = reached >= required
        ours["quorum"] = {"required": written(required), "reached": written(reached), "met": met}

    if each := rule.get("colleges"):
        by_name = dict.fromkeys(colleges, each) if isinstance(each.get("share"), str) else each
        if not colleges or {*by_name} != {*colleges}:
            raise ValueError("a rule about other colleges than there are")
        for name, section in colleges.items():
            part = part_of(section, section["tally"])
            met = adopts(by_name[name], part)
            ours["colleges"][name] = {**judged(by_name[name], part, step), "met": met}

    tie = (rule["share"], rule["strictness"]) == ("1/2", "more_than")
    grounds = {
        "quorum_not_met": bool(ours["quorum"]) and not ours["quorum"]["met"],
        "nobody_decided": base_of(rule, whole) == 0,
        "tie": tie and whole["yes"] * 2 == base_of(rule, whole),
        "majority_not_met": not adopts(rule, whole),
        "college_not_met": not all(one["met"] for one in ours["colleges"].values()),
        "majority_met": True,
    }
    ours["ground"] = next(ground for ground, holds in grounds.items() if holds)
    void = ours["ground"] == "quorum_not_met" and rule["quorum"]["unmet"] == "void"
    adopted = ours["ground"] == "majority_met"
    ours["outcome"] = None if void else "adopted" if adopted else "not_adopted"
    if record["format"] == "assembly-record/1":  # whole numbers, no quorum, no colleges
        ours = {key: int(one) if key in NUMBERS and one else one for key, one in ours.items()}
        del ours["quorum"], ours["colleges"]
    return bool(ours == given)


# ── Words for what was decided ────────────────────────────────────────────────

SAID = """
nl|Goedgekeurd|Niet goedgekeurd|Geen uitslag|Stemgewicht: |voor tegen onthouding blanco ongeldig
fr|Approuvée|Non approuvée|Sans résultat|Poids des voix\u00a0: |pour contre abstention blanc nul
de|Angenommen|Nicht angenommen|Ohne Ergebnis|Stimmgewicht: |Ja Nein Enthaltung leer ungültig
en|Approved|Not approved|No outcome|Voting weight: |for against abstention blank invalid
"""
OUTCOMES = ("adopted", "not_adopted", None)
LANGUAGES = {
    language: said for language, *said in (row.split("|") for row in SAID.split("\n")[1:-1])
}
QUOTES = {"nl": "‘{}’", "fr": "«\u00a0{}\u00a0»", "de": "„{}“", "en": "“{}”"}


def labels(bundle: Bundle) -> bool:
    """The outcome's words."""
    at = OUTCOMES.index(bundle["record"]["verdict"]["outcome"])
    return bool(bundle["record"]["labels"] == {one: said[at] for one, said in LANGUAGES.items()})


def numbers_of(record: Bundle) -> set[str]:
    """The numbers that a sentence may tell: those of the rule, the counts and the decision."""
    said, whole = record["verdict"], {**record["roll"], "digest": None}
    told = [record.get(key) for key in ("rule", "verdict", "tally", "weighed", "colleges")]
    found = {*re.findall(r"[0-9]+(?:\.[0-9]+)?", canonical([whole, told]).decode())}
    for name, part in {"": said, **said.get("colleges", {})}.items():
        section = record["colleges"][name] if name else record
        weights = section.get("weights") if name else {"tally": section.get("weighed")}
        yes = ((weights or {}).get("tally") or section["tally"])["yes"]
        found.add(written(Fraction(part["base"]) - Fraction(yes)))
    return found


def sentences(bundle: Bundle) -> bool:
    """What can be known of them without a grammar of four languages."""
    record = bundle["record"]
    counts, known = record.get("weighed") or record["tally"], numbers_of(record)
    for language, (*_, weight, words) in LANGUAGES.items():
        sentence, point = record["sentences"][language], "." if language == "en" else ","
        told = ", ".join(
            f"{word} {counts[choice]}".replace(".", point)
            for word, choice in zip(words.split(), CHOICES, strict=True)
            if choice in CHOICES[:3] or str(counts[choice]) != "0"
        )
        end = f" {weight}{told}." if record.get("weighed") else f" {told[0].upper()}{told[1:]}."
        for name in record["verdict"].get("colleges", {}):
            sentence = sentence.replace(QUOTES[language].format(name), "")
        numbers = re.findall(r"[0-9]+(?:[.,][0-9]+)*", sentence)
        if (
            not sentence.startswith(record["labels"][language])
            or not (sentence.endswith(end) or record["format"] == "assembly-record/1")
            or not {number.replace(point, ".") for number in numbers} <= known
        ):
            return False
    return True


# ── The log ───────────────────────────────────────────────────────────────────


class Note(NamedTuple):
    """A signed checkpoint, taken apart."""

    size: int
    root: bytes
    time: str
    name: str
    short: bytes
    body: bytes
    signature: bytes


def decoded(text: str) -> bytes:
    """Base64 in its one form."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64 that could be written otherwise")
    return data


def note(text: str) -> Note:
    """A checkpoint with exactly one signature."""
    found = re.fullmatch(
        r"((\S+)\n(0|[1-9][0-9]{0,15})\n(\S{44})\ntime (\S{20})\n)\n— (\S+) (\S+)\n", text
    )
    if not found or not SIMPLE["second"](found[5]) or found[6] != found[2]:
        raise ValueError("no checkpoint with one signature")
    line = decoded(found[7])
    body = found[1].encode()
    return Note(int(found[3]), decoded(found[4]), found[5], found[6], line[:4], body, line[4:])


def keys(bundle: Bundle) -> dict[tuple[str, bytes], bytes]:
    """Public keys by name and four bytes; each is a JSON web key in its one form (RFC 8037)."""
    found: dict[tuple[str, bytes], bytes] = {}
    for key in bundle["log"]["keys"]:
        public, name = base64.urlsafe_b64decode(key["x"] + "="), key["name"]
        short = sha(f"{name}\n\x01".encode() + public)[:4]
        jwk = canonical({"crv": "Ed25519", "kty": "OKP", "x": key["x"]})
        kid, x = (base64.urlsafe_b64encode(one).decode().rstrip("=") for one in (sha(jwk), public))
        known = base64.b64encode(b"\x01" + public).decode()
        line = f"{name}+{short.hex()}+{known}"
        use = {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA"}
        if key != {**use, "x": x, "kid": kid, "name": name, "line": line} or (name, short) in found:
            raise ValueError("a key that is none, or stands there twice")
        found[name, short] = public
    return found


def leaf(bundle: Bundle) -> bool:
    """The publication of this record, of this voting."""
    said = bundle["log"]["leaf"]
    return (said["act"], said["subject"], said["facts"]) == (
        "publish_record",
        f"voting:{bundle['record']['voting']['id']}",
        {"digest": bundle["digest"]},
    )


def climb(
    at: int, last: int, path: list[bytes], inside: bytes, edge: bytes | None
) -> tuple[bytes, bytes | None, bool]:
    """RFC 9162, 2.1.3.2 and 2.1.4.2: up the tree, with all that there is and with the left only."""
    for step in path:
        if last == 0:
            return inside, edge, False
        if at % 2 or at == last:
            inside, edge = sha(b"\x01" + step + inside), edge and sha(b"\x01" + step + edge)
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            inside = sha(b"\x01" + inside + step)
        at, last = at // 2, last // 2
    return inside, edge, last == 0


def inclusion(bundle: Bundle) -> bool:
    """The leaf leads along the path to the root."""
    log = bundle["log"]
    signed, index = note(log["checkpoint"]), log["index"]
    path = [bytes.fromhex(one) for one in log["path"]]
    root, _, top = climb(index, signed.size - 1, path, sha(b"\x00" + canonical(log["leaf"])), None)
    return index < signed.size and top and root == signed.root


def consistency(bundle: Bundle) -> bool:
    """The log begins with that of the checkpoint before, which is older and smaller."""
    log = bundle["log"]
    signed, path = note(log["checkpoint"]), [bytes.fromhex(one) for one in log["bridge"]]
    if log["before"] is None:
        return not path
    before = note(log["before"])
    if before.size == 0:
        return not path and before.root == sha(b"")
    at, last = before.size - 1, signed.size - 1
    while at % 2:
        at, last = at // 2, last // 2
    first, *path = [before.root, *path] if at == 0 else path
    root, edge, top = climb(at, last, path, first, first)
    return (
        top
        and (root, edge) == (signed.root, before.root)
        and before.size < signed.size
        and before.time <= signed.time
    )


def signatures(bundle: Bundle) -> bool:
    """Both checkpoints, by keys that the bundle names; it names no other."""
    log, known = bundle["log"], keys(bundle)
    notes = [note(text) for text in (log["checkpoint"], log["before"]) if text is not None]
    return {(one.name, one.short) for one in notes} == {*known} and all(
        is_signed(known[one.name, one.short], one.body, one.signature) for one in notes
    )


# Ed25519 (RFC 8032, 5.1) in whole numbers, for checking only: slow, and it keeps no secret.
PRIME, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, PRIME) % PRIME
Point = tuple[int, int, int, int]
HALF = 32  # bytes of a key, and of each half of a signature


def point(data: bytes) -> Point:
    """The point that 32 bytes stand for; ValueError where they stand for none."""
    y, odd = int.from_bytes(data, "little") % 2**255, data[31] >> 7
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if y >= PRIME or (x * x - square) % PRIME or (x == 0 and odd):
        raise ValueError("no point of the curve")
    x = x if x % 2 == odd else PRIME - x
    return x, y, 1, x * y % PRIME


def plus(one: Point, other: Point) -> Point:
    """The sum of two points (RFC 8032, 5.1.4)."""
    a = (one[1] - one[0]) * (other[1] - other[0])
    b = (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * CURVE, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def times(number: int, of: Point) -> Point:
    """The point added so many times."""
    total: Point = (0, 1, 1, 0)
    while number:
        total, of, number = plus(total, of) if number % 2 else total, plus(of, of), number // 2
    return total


GENERATOR = point((4 * pow(5, -1, PRIME) % PRIME).to_bytes(32, "little"))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this key signed this message (RFC 8032, 5.1.7)."""
    hashed = hashlib.sha512(signature[:HALF] + public + message).digest()
    challenge, scalar = (int.from_bytes(one, "little") for one in (hashed, signature[HALF:]))
    if (len(public), len(signature)) != (HALF, 2 * HALF) or scalar >= ORDER:
        return False
    x, y, z, _ = plus(point(signature[:HALF]), times(challenge % ORDER, point(public)))
    left, top, below, _ = times(scalar, GENERATOR)
    return (x * below - left * z) % PRIME == (y * below - top * z) % PRIME == 0


# ── What is looked at, and what cannot be known ───────────────────────────────

Look = Callable[[Bundle], bool | None]
ALWAYS: dict[str, Look] = {
    "The record has the digest that stands beside it": record_digest,
    "The text has the digest that the record gives": text_digest,
    "The amendments stand there once each, with edits of this text": amendments,
    "The papers, if any, add up line by line": papers,
    "The counts add up to the turnout": turnout,
    "The rule is what its name says": rules,
    "The outcome and its reason follow from the rule, the roll and the counts": verdict,
    "The labels are those of the outcome": labels,
    "The sentences begin with the label, end with the counts and tell no other numbers": sentences,
}
WITH_ROLL: dict[str, Look] = {
    "The roll has the digest that the record gives": roll_digest,
    "Every seat is on the roll once, and proxies are held by somebody present": roll_lines,
    "Entitled, present, represented, weights and colleges are those of the roll": roll_numbers,
    "The box has the digest that the record gives": box_digest,
    "The box holds one ballot for everybody who voted on a device": box_lines,
    "The counts are what names and papers say, or can be so where ballots are secret": counts,
}
WITH_LOG: dict[str, Look] = {
    "The log has this record, of this voting": leaf,
    "It stands in the log where the bundle says": inclusion,
    "The log still begins with what the checkpoint before said": consistency,
    "The checkpoints are signed by the keys that the bundle names": signatures,
}


def verify(bundle: Bundle) -> Iterator[tuple[bool, str]]:
    """Each check: whether it holds, and what it says. A wrong form ends it."""
    record = bundle["record"]
    wrong = misfit(bundle, bundle.get("format", "result"), "document")
    wrong = wrong or misfit(record, record["format"], "record")
    if wrong:
        yield False, f"Everything has its form: {wrong} has not, and the rest is not looked at"
        return
    yield True, "Everything has its form"
    looks = {**ALWAYS, **(WITH_ROLL if "roll" in bundle else {})}
    looks |= WITH_LOG if bundle.get("log") else {}
    for said, look in looks.items():
        try:
            holds = look(bundle)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            holds = False
        if holds is not None:
            yield holds, said


def unknown(bundle: Bundle) -> Iterator[str]:
    """What no check tells."""
    record = bundle["record"]
    if "roll" not in bundle:
        yield "whether roll and box are those of the record: only the result was given."
    yield "who sits on which seat, and whether everybody entitled is on the roll."
    if record["voting"]["secrecy"] == "secret":
        yield "what a secret ballot says; whoever kept a receipt can look for it in the box."
    if record.get("paper"):
        yield "whether the papers said what two people counted."
    yield "whether the words of the sentences, between their numbers, say the same."
    if record.get("amendments"):
        yield "whether the changes found in an amendment come to what its edits ask for."
    yield "whether the voting was annulled since: its page says so, the record never changes."
    for one in elsewhere(bundle):
        on = f"amendment {one['to']}" if "to" in one else f"version {one['version']}"
        yield f"what amendment {one['number']} comes to: it was made to {on}, which is not here."
    if bundle.get("log"):
        known = ", ".join(key["line"] for key in bundle["log"]["keys"])
        yield f"whether the key is theirs, if --key did not tell: {known}."
        yield "whether everybody is shown the same log: compare its checkpoint with others."
    else:
        yield "whether everybody is shown the same record: compare its digest with others."


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Check what was published about a voting.")
    parser.add_argument("bundle", help="a file, or - for standard input")
    parser.add_argument("--key", help="the key you know the log by, from elsewhere")
    asked = parser.parse_args()
    try:
        data = sys.stdin.buffer.read() if asked.bundle == "-" else Path(asked.bundle).read_bytes()
        bundle = read(data)
    except (OSError, ValueError) as problem:
        print(f"There is nothing to verify: {problem}.", file=sys.stderr)
        return 2
    found = list(verify(bundle))
    if asked.key:
        known = (
            [key["line"] for key in (bundle.get("log") or {"keys": []})["keys"]]
            if found[0][0]
            else []
        )
        found.append((asked.key.strip() in known, "The log is signed by the key you know it by"))
    for holds, said in found:
        print(f"{'ok' if holds else 'differs':<8} {said}")
    if found[0][0]:
        print("What this cannot know:", *unknown(bundle), sep="\n  ")
    different = sum(not holds for holds, _ in found)
    print(f"{len(found)} checks, {different} differ.")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
