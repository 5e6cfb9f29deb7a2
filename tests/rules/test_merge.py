# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amendments found, merged, undone and carried over: laws that hold for every text."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembly.errors import ChangesNothing, UnsoundText
from assembly.resolutions.rules.align import edits_of
from assembly.resolutions.rules.between import edits_between
from assembly.resolutions.rules.carry import carry_over
from assembly.resolutions.rules.changes import (
    Base,
    Change,
    Insert,
    Restyle,
    Reword,
    Style,
    in_conflict,
)
from assembly.resolutions.rules.conflicts import claims_of, pairs_in_conflict
from assembly.resolutions.rules.edits import Op, ProvisionEdit, as_asked, sort_edits
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.merge import merge
from assembly.resolutions.rules.order import falling_away, voting_order
from assembly.resolutions.rules.text import Kind, Provision, tidy
from assembly.resolutions.rules.words import tokens_of

WORDS = [
    "de",
    "bus",
    "gratis",
    "18",
    ".",
    ",",
    "(x)",
    "Ook",
    "“ja”",
    "e\u0323\u0300",
    "10\u00a0km",
    "👍🏽",
]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
glued = st.lists(
    st.sampled_from(["a", "b", "(", ")", "-", "1", ".", "🇧🇪"]), min_size=1, max_size=6
).map("".join)
sentences = st.one_of(words, glued, st.tuples(words, words).map(". ".join)).map(tidy)
styles = st.sampled_from([(Kind.PARAGRAPH, "", 0), (Kind.ITEM, "a.", 0), (Kind.ITEM, "-", 1)])
provisions = st.builds(
    lambda style, text: Provision(style[0], style[1], text, style[2]), styles, sentences
)
texts = st.lists(provisions, min_size=1, max_size=5).map(
    lambda found: [replace(one, id=f"p{at}") for at, one in enumerate(found, 1)]
)


def bare(found):
    return [(one.text, Style.of(one)) for one in found]


def drop(draw, wanted, at):
    del wanted[at]


def put_in(draw, wanted, at):
    wanted.insert(at, draw(provisions))


def move(draw, wanted, at):
    wanted.insert(draw(st.integers(0, len(wanted) - 1)), wanted.pop(at))


def split(draw, wanted, at):
    tokens = tokens_of(wanted[at].text)
    cut = draw(st.integers(0, len(tokens)))
    first, rest = tidy("".join(tokens[:cut])), tidy("".join(tokens[cut:]))
    if first.strip() and rest.strip():
        wanted[at : at + 1] = [replace(wanted[at], text=first), Provision(Kind.PARAGRAPH, "", rest)]


def join(draw, wanted, at):
    if at + 1 < len(wanted):
        both = f"{wanted[at].text} {wanted[at + 1].text}"
        wanted[at : at + 2] = [replace(wanted[at], text=both)]


def reword(draw, wanted, at):
    tokens = list(tokens_of(wanted[at].text))
    start = draw(st.integers(0, len(tokens)))
    end = draw(st.integers(start, len(tokens)))
    tokens[start:end] = tokens_of(draw(sentences))
    after = tidy("".join(tokens))
    if after.strip():
        wanted[at] = replace(wanted[at], text=after)


def restyle(draw, wanted, at):
    kind, marker, level = draw(styles)
    wanted[at] = replace(wanted[at], kind=kind, marker=marker, level=level)


@st.composite
def amended(draw, text):
    """The text as somebody would have it: provisions dropped, moved, split, joined, rewritten."""
    wanted = [replace(one) for one in text]
    for _ in range(draw(st.integers(1, 3))):
        act = draw(st.sampled_from([drop, put_in, move, split, join, reword, restyle]))
        if wanted or act is put_in:
            act(draw, wanted, draw(st.integers(0, max(len(wanted) - 1, 0))))
    return wanted


def asked_for(base, wanted, *, typed: bool) -> list[Change]:
    edits = (edits_of if typed else edits_between)(base.provisions, wanted)
    return find_changes(base, edits) if edits else []


@st.composite
def situations(draw):
    """A text and up to four amendments to it."""
    base = Base(draw(texts))
    made = {}
    for number in range(draw(st.integers(1, 4))):
        wanted = draw(amended(base.provisions))
        changes = asked_for(base, wanted, typed=draw(st.booleans()))
        if changes:
            made[f"A{number + 1}"] = changes
    return base, made


# ── one amendment ─────────────────────────────────────────────────────────────
@given(st.data())
@settings(deadline=None)
def test_what_is_found_gives_the_text_that_was_asked_for(data):
    base = Base(data.draw(texts))
    wanted = data.draw(amended(base.provisions))
    for typed in (False, True):
        changes = asked_for(base, wanted, typed=typed)
        got = merge(base, {"A1": changes}).provisions
        assert bare(got) == bare(wanted)
        names = [one.id for one in got]
        assert len(set(names)) == len(names)


@given(st.data())
@settings(deadline=None)
def test_what_was_merged_can_be_undone_to_the_letter(data):
    base, made = data.draw(situations())
    merged = merge(base, made).provisions
    if not merged:
        return
    back = edits_between(merged, base.provisions)
    again = merge(Base(merged), {"back": find_changes(Base(merged), back)}) if back else None
    assert bare(again.provisions if again else merged) == bare(base.provisions)


# ── many amendments ───────────────────────────────────────────────────────────
@given(situations())
@settings(deadline=None)
def test_the_order_of_amendments_never_matters(situation):
    base, made = situation
    expected = merge(base, made), voting_order(base, made), falling_away(base, made)
    for names in list(permutations(made))[:6]:
        shuffled = {name: made[name] for name in names}
        got = merge(base, shuffled), voting_order(base, shuffled), falling_away(base, shuffled)
        assert got == expected


@given(situations())
@settings(deadline=None)
def test_spans_joined_are_the_text_and_words_are_never_glued(situation):
    base, made = situation
    merged = merge(base, made)
    known = {token for one in base.provisions for token in tokens_of(one.text)}
    known |= {
        token for changes in made.values() for one in changes for token in getattr(one, "words", ())
    }
    cores = {token.strip() for token in known}
    for provision, spans in zip(merged.provisions, merged.spans, strict=True):
        assert "".join(span.text for span in spans) == provision.text
        assert all(span.text for span in spans)
        assert {token.strip() for token in tokens_of(provision.text)} <= cores
        assert tidy(provision.text) == provision.text


@given(situations())
@settings(deadline=None)
def test_conflict_goes_both_ways_and_is_never_with_oneself(situation):
    base, made = situation
    claims = claims_of(made)
    found = {frozenset(pair) for pair in pairs_in_conflict(base, claims)}
    for at, one in enumerate(claims):
        for then in range(at + 1, len(claims)):
            other = claims[then]
            meets = in_conflict(base, one.change, other.change)
            assert meets == in_conflict(base, other.change, one.change)
            others = len({*one.amendments, *other.amendments}) > 1
            assert (meets and others) == (frozenset((at, then)) in found)
    falls = falling_away(base, made)
    for name, against in falls.items():
        assert name not in against
        assert all(name in falls[other] for other in against)


@given(situations())
@settings(deadline=None)
def test_everything_without_conflict_is_applied_and_nothing_with_it(situation):
    base, made = situation
    merged = merge(base, made)
    disputed = {claim.change for conflict in merged.conflicts for claim in conflict.claims}
    applied = {claim.change for claim in merged.applied}
    assert applied | disputed == {change for changes in made.values() for change in changes}
    assert not applied & disputed
    alone = {
        name: [one for one in changes if one not in disputed] for name, changes in made.items()
    }
    assert bare(merge(base, alone).provisions) == bare(merged.provisions)


# ── how deep items are nested ────────────────────────────────────────────────
LIST = Base(
    [
        Provision(Kind.ITEM, "a.", "Bussen.", 0, "p1"),
        Provision(Kind.ITEM, "-", "Nachtbussen.", 1, "p2"),
        Provision(Kind.PARAGRAPH, "", "Vanaf 2027.", 0, "p3"),
    ]
)


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(ProvisionEdit(Op.INSERT_AFTER, "p1", "Iets.", level=3), id="a new one"),
        pytest.param(ProvisionEdit(Op.REPLACE, "p3", "Nu.", level=1), id="one that was there"),
        pytest.param(
            ProvisionEdit(Op.REPLACE, "p2", "Nu.", Kind.PARAGRAPH, level=1), id="once an item"
        ),
        pytest.param(
            ProvisionEdit(Op.INSERT_AFTER, "p1", "Iets.", Kind.ITEM, "-", 5), id="too deep an item"
        ),
    ],
)
def test_a_level_that_no_text_may_have_is_no_edit_either(edit):
    with pytest.raises(UnsoundText) as refused:
        find_changes(LIST, [edit])
    assert (refused.value.facts["fault"], refused.value.facts["edit"]) == ("level", 1)


def test_an_item_that_becomes_a_paragraph_is_not_nested_any_more():
    edit = ProvisionEdit(Op.REPLACE, "p2", "Nachtbussen.", Kind.PARAGRAPH, "")
    merged = merge(LIST, {"A1": find_changes(LIST, [edit])})
    assert merged.provisions[1] == Provision(Kind.PARAGRAPH, "", "Nachtbussen.", 0, "p2")


def test_what_was_asked_for_before_levels_were_judged_gives_a_text_that_can_be_kept():
    style = Style(Kind.PARAGRAPH, "", 3)
    made: dict[str, list[Change]] = {"A1": [Insert("p1", style, ("Iets",)), Restyle("p2", style)]}
    assert [one.level for one in merge(LIST, made).provisions] == [0, 0, 0, 0]


def test_what_is_left_hanging_comes_up_whatever_the_order():
    gone = find_changes(LIST, [ProvisionEdit(Op.DELETE, "p2")])
    under = find_changes(
        LIST, [ProvisionEdit(Op.INSERT_AFTER, "p2", "Tot drie uur.", Kind.ITEM, "*", 2)]
    )
    for made in ({"A1": gone, "A2": under}, {"A2": under, "A1": gone}):
        assert [one.level for one in merge(LIST, made).provisions] == [0, 1, 0]
    assert [one.level for one in merge(LIST, {"A2": under}).provisions] == [0, 1, 2, 0]


def test_what_stood_that_deep_already_stays():
    base = Base([*LIST.provisions, Provision(Kind.ITEM, "-", "Diep.", 4, "p4")])
    made = {
        name: find_changes(base, [ProvisionEdit(Op.REPLACE, about, "Anders.")])
        for name, about in (("A1", "p1"), ("A2", "p3"))
    }
    assert [one.level for one in merge(base, made).provisions] == [0, 1, 0, 4]


# ── markers ───────────────────────────────────────────────────────────────────
def test_an_item_that_becomes_a_paragraph_loses_its_marker():
    edit = ProvisionEdit(Op.REPLACE, "p2", "Nachtbussen.", Kind.PARAGRAPH)
    merged = merge(LIST, {"A1": find_changes(LIST, [edit])})
    assert merged.provisions[1] == Provision(Kind.PARAGRAPH, "", "Nachtbussen.", 0, "p2")


def test_a_marker_that_was_never_shown_is_not_taken_away_by_typing_the_text_again():
    base = [Provision(Kind.PARAGRAPH, "NIET", "Een tekst.", 0, "p1")]
    assert edits_of(base, [Provision(Kind.PARAGRAPH, "", "Een tekst.")]) == []
    (edit,) = edits_of(base, [Provision(Kind.PARAGRAPH, "", "Een andere tekst.")])
    assert edit.marker == "NIET"


# ── what nothing is left of ───────────────────────────────────────────────────
def test_a_provision_of_which_only_a_space_is_left_goes():
    base = Base(
        [
            Provision(Kind.PARAGRAPH, "", "bus\u00a0tram", 0, "p1"),
            Provision(Kind.PARAGRAPH, "", "Vanaf 2027.", 0, "p2"),
        ]
    )
    made: dict[str, list[Change]] = {
        "A1": [Reword("p1", 0, 1, ())],
        "A2": [Reword("p1", 1, 2, ("\u00a0",))],
    }
    assert [one.id for one in merge(base, made).provisions] == ["p2"]
    new = merge(base, {"A2": made["A2"]}).provisions
    carried = carry_over(base.provisions, new, "A1", made["A1"])
    assert [edit.op for edit in carried.edits] == [Op.DELETE]


# ── numbering ─────────────────────────────────────────────────────────────────
MARKERS = {
    "numbers": ["1.", "2.", "3.", "4.", "5.", "6."],
    "letters": ["(a)", "(b)", "(c)", "(d)", "(e)", "(f)"],
    "roman": ["i.", "ii.", "iii.", "iv.", "v.", "vi."],
    "from the third": ["c)", "d)", "e)", "f)", "g)", "h)"],
}
counting = pytest.mark.parametrize("markers", MARKERS.values(), ids=MARKERS)


def counted(words: str, markers: list[str]) -> list[Provision]:
    return [
        Provision(Kind.ITEM, markers[at], f"Punt {word} van de lijst.", 0, word)
        for at, word in enumerate(words)
    ]


def shown(provisions) -> list[tuple[str, str]]:
    return [(one.marker, one.text.split(" ")[1]) for one in provisions]


def typed(base: Base, words: str, markers: list[str]) -> list[Change]:
    """What somebody asks for who types the list with these items, numbered as anyone would."""
    edits = edits_of(base.provisions, counted(words, markers))
    return find_changes(base, edits)


@counting
@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        pytest.param("pqrsX", "pqrsY", "pqrsXY", id="two are added at the end"),
        pytest.param("pqXrs", "pqYrs", "pqXYrs", id="two come in at one place"),
        pytest.param("qrs", "prs", "rs", id="two go"),
        pytest.param("prs", "pXqrs", "pXrs", id="one goes and one comes in"),
        pytest.param("qrsp", "pqXrs", "qXrsp", id="one moves"),
        pytest.param("Xpqrs", "pqr", "Xpqr", id="one comes first and the last one goes"),
    ],
)
def test_numbers_follow_from_what_comes_and_goes(markers, one, other, both):
    base = Base(counted("pqrs", markers))
    first, second = typed(base, one, markers), typed(base, other, markers)
    assert not any(isinstance(change, Restyle) for change in (*first, *second))
    for made in ({"A1": first, "A2": second}, {"A2": second, "A1": first}):
        merged = merge(base, made)
        assert not merged.conflicts
        assert shown(merged.provisions) == list(zip(markers, both, strict=False))
    assert bare(merge(base, {"A1": first}).provisions) == bare(counted(one, markers))


@counting
def test_whoever_forgets_to_number_gets_the_same(markers):
    base = Base(counted("pqrs", markers))
    gone = find_changes(base, [ProvisionEdit(Op.DELETE, "q")])
    assert gone == typed(base, "prs", markers)


def test_citations_in_the_words_stay_and_so_do_marks_that_are_no_number():
    base = Base(
        [
            Provision(Kind.ITEM, "a.", "Eerst.", 0, "p1"),
            Provision(Kind.ITEM, "b.", "Zoals a. zegt.", 0, "p2"),
            Provision(Kind.ITEM, "c.", "Zie punt b.", 0, "p3"),
            Provision(Kind.ITEM, "–", "Los.", 0, "p4"),
            Provision(Kind.ITEM, "a.", "Opnieuw.", 0, "p5"),
        ]
    )
    merged = merge(base, {"A1": find_changes(base, [ProvisionEdit(Op.DELETE, "p1")])})
    assert [f"{one.marker} {one.text}" for one in merged.provisions] == [
        "a. Zoals a. zegt.",
        "b. Zie punt b.",
        "– Los.",
        "a. Opnieuw.",
    ]


def test_a_number_that_does_not_follow_is_asked_for_and_stays():
    base = Base(counted("pqr", MARKERS["numbers"]))
    wanted = [
        replace(one, marker=f"{at}.") for at, one in zip([3, 5, 9], base.provisions, strict=True)
    ]
    changes = find_changes(base, edits_between(base.provisions, wanted))
    assert [type(change) for change in changes] == [Restyle, Restyle, Restyle]
    assert bare(merge(base, {"A1": changes}).provisions) == bare(wanted)


def test_lists_in_lists_and_pieces_between_are_numbered_on():
    def item(marker, name, level=0):
        return Provision(Kind.ITEM, marker, f"Punt {name} hier.", level, name)

    base = Base([item("1.", "p"), item("a.", "x", 1), item("b.", "y", 1), item("2.", "q")])
    edits = [
        ProvisionEdit(Op.DELETE, "x"),
        ProvisionEdit(Op.INSERT_AFTER, "y", "Nog iets."),
        ProvisionEdit(Op.INSERT_AFTER, None, "Nieuw voor alles.", Kind.ITEM, "1.", 0),
    ]
    merged = merge(base, {"A1": find_changes(base, edits)}).provisions
    assert [one.marker for one in merged] == ["1.", "2.", "a.", "", "3."]


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_numbered_lists_merge_in_any_order_and_can_be_undone(data):
    markers = MARKERS[data.draw(st.sampled_from(sorted(MARKERS)))]
    many = data.draw(st.integers(2, 4))
    base = Base(counted("pqrs"[:many], markers))
    made = {}
    for number in range(data.draw(st.integers(1, 4))):
        wanted = data.draw(st.permutations("pqrs"[:many]))[: data.draw(st.integers(0, many))]
        for _ in range(data.draw(st.integers(0, 2))):
            wanted.insert(data.draw(st.integers(0, len(wanted))), f"{number}{len(wanted)}")
        after = [
            Provision(Kind.ITEM, markers[at], f"Punt {word} van de lijst.", 0, word)
            for at, word in enumerate(wanted)
        ]
        edits = edits_between(base.provisions, after)
        if edits:
            made[f"A{number}"] = find_changes(base, edits)
            alone = merge(base, {"A": made[f"A{number}"]}).provisions
            stays = {word for word in wanted if word in "pqrs"}
            if stays:
                assert [one.text for one in alone] == [one.text for one in after]
    expected = merge(base, made)
    for names in list(permutations(made))[:6]:
        assert merge(base, {name: made[name] for name in names}) == expected
    merged = expected.provisions
    if merged:
        back = edits_between(merged, base.provisions)
        again = merge(Base(merged), {"B": find_changes(Base(merged), back)} if back else {})
        assert bare(again.provisions) == bare(base.provisions)


# ── a new version ─────────────────────────────────────────────────────────────
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_an_amendment_goes_on_where_the_new_version_left_its_words(data):
    base = Base(data.draw(texts))
    new = [
        one if one.id in {p.id for p in base.provisions} else replace(one, id=f"n{at}")
        for at, one in enumerate(data.draw(amended(base.provisions)))
    ]
    new = [one for at, one in enumerate(new) if one.id not in {two.id for two in new[:at]}]
    changes = asked_for(base, data.draw(amended(base.provisions)), typed=False)
    if not new or not changes:
        return
    carried = carry_over(base.provisions, new, "A1", changes)
    once = merge(Base(new), {"A1": carried.changes}).provisions
    if not carried.conflicts:
        revised = asked_for(base, new, typed=False)
        assert bare(once) == bare(merge(base, {"": revised, "A1": changes}).provisions)
    else:
        assert all("A1" in conflict.amendments for conflict in carried.conflicts)


def test_the_same_words_again_change_nothing():
    base = Base([Provision(Kind.PARAGRAPH, "", "De bus.", id="p1")])
    with pytest.raises(ChangesNothing):
        find_changes(base, [])
    assert edits_of(base.provisions, [Provision(Kind.PARAGRAPH, "", " De  bus. ")]) == []


@given(st.data())
@settings(deadline=None)
def test_sorted_edits_say_what_the_author_wants(data):
    base = Base(data.draw(texts))
    wanted = data.draw(amended(base.provisions))
    edits = edits_between(base.provisions, wanted)
    if edits:
        assert bare(as_asked(base.provisions, sort_edits(base, edits))) == bare(wanted)
