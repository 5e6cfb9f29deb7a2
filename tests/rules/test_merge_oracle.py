# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The engine against a second opinion: thousands of texts and amendments, decided by brute force.

The engine gets whole provisions, as authors write them, through the document of `assembly merge`;
the other one is told which words change. They agree on the text, on who put each word there, on the
conflicts, the order and what falls away.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from assembly.resolutions.rules.merge_document import answer
from tests.oracles import amendments as oracle

FRESH = ["ook", "elk", "nooit", "altijd"]
"""Words that come in; few, so that amendments agree and disagree often."""
APART = 3
"""Untouched words between two edits of one provision: nearer ones would be shown as one."""


def a_text(random):
    """Provisions of words that come only once, so that there is one way to read an amendment."""
    base, made = {}, 0
    for at in range(random.randint(1, 4)):
        size = random.randint(1, 12)
        base[f"p{at + 1}"] = [f"w{made + place}" for place in range(size)]
        made += size
    return base


def fresh(random, most):
    return tuple(random.choice(FRESH) for _ in range(random.randint(1, most)))


def word_edits(random, name, words):
    """A few edits, apart from each other, that leave at least half of the words."""
    found, at, gone = [], random.randint(0, 3), 0
    while at <= len(words):
        room = min(len(words) - at, len(words) // 2 - gone, 3)
        size = random.randint(0, room) if room > 0 else 0
        come = fresh(random, 2) if size == 0 or random.random() < 0.6 else ()
        found.append(oracle.WordEdit(name, at, at + size, come))
        gone += size
        at += size + APART + random.randint(0, 6)
    return found


def an_amendment(random, name, base):
    made = oracle.Amendment(name)
    for provision, words in base.items():
        match random.choice(["words", "words", "words", "nothing", "goes"]):
            case "words":
                made.edits += word_edits(random, provision, words)
            case "goes":
                made.edits.append(oracle.Wholly(provision))
    for _ in range(random.choice([0, 0, 1, 2])):
        made.new.append((random.choice([None, *base]), " ".join(fresh(random, 2))))
    return made


def as_written(base, amendment):
    """The edits as an author sends them: whole provisions."""
    edits = []
    for provision, words in base.items():
        own = [edit for edit in amendment.edits if edit.provision == provision]
        if any(isinstance(edit, oracle.Wholly) for edit in own):
            edits.append({"op": "delete", "provision": provision})
        elif own:
            now = list(words)
            for edit in sorted(own, key=lambda edit: edit.start, reverse=True):
                now[edit.start : edit.end] = edit.words
            edits.append({"op": "replace", "provision": provision, "text": " ".join(now)})
    edits += [{"op": "insert_after", "provision": at, "text": text} for at, text in amendment.new]
    return {"id": amendment.name, "edits": edits}


def compared(told):
    """The engine's answer as the other one gives it."""
    return {
        "text": [
            [
                (word, tuple(span["amendments"]))
                for span in provision["spans"]
                for word in span["text"].split()
            ]
            for provision in told["text"]
        ],
        "conflicts": {
            (tuple(one["amendments"]), one["provision"], one["words"]) for one in told["conflicts"]
        },
        "order": told["order"],
        "falls_away": told["falls_away"],
    }


@given(st.randoms(use_true_random=True))
@settings(max_examples=500, deadline=None)
def test_a_second_opinion_agrees(random):
    base = a_text(random)
    names = random.sample(range(1, 13), random.randint(1, 5))
    made = [an_amendment(random, f"A{name}", base) for name in names]
    made = [one for one in made if one.edits or one.new]
    document = {
        "base": [{"id": name, "text": " ".join(words)} for name, words in base.items()],
        "amendments": [as_written(base, one) for one in made],
    }
    assert compared(answer(document)) == oracle.merged(base, made)


def test_the_second_opinion_has_an_opinion():
    """It is no oracle that never finds a conflict."""
    base = {"p1": ["Gratis", "bus", "onder", "18"], "p2": ["Vanaf", "2027"]}
    older = oracle.Amendment("A1", [oracle.WordEdit("p1", 3, 4, ("21",))])
    later = oracle.Amendment("A2", [oracle.WordEdit("p1", 2, 4, ())], [("p1", "Ook de tram")])
    never = oracle.Amendment("A10", [oracle.Wholly("p2")])
    told = oracle.merged(base, [never, later, older])
    assert [" ".join(word for word, _ in one) for one in told["text"]] == [
        "Gratis bus onder 18",
        "Ook de tram",
    ]
    assert told["conflicts"] == {(("A1", "A2"), "p1", "onder 18")}
    assert told["order"] == ["A2", "A10", "A1"]
    assert told["falls_away"] == {"A1": ["A2"], "A2": ["A1"], "A10": []}
