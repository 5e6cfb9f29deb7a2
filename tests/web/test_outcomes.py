# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The public page of a decision: why, of what, how it came about, and by what one knows."""

import re
from fractions import Fraction

from assembly.clock import now
from assembly.voting.models import Voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import preset
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.quorum import Quorum, QuorumOf
from tests.build.amending import Amending, replace_
from tests.build.house import BY, Build, Hall
from tests.web.test_pages import read, row, words


def fact(html: str, term: str) -> str:
    """What stands beside a term."""
    found = re.search(
        rf"<dt>(?:<svg.*?</svg>)?{re.escape(term)}</dt><dd>(.*?)</dd>", html, re.DOTALL
    )
    assert found is not None, term
    return words(found[1])


def attribute(html: str, name: str, within: str) -> list[str]:
    """This attribute of every path in the drawing of that class."""
    drawing = re.search(rf'<svg class="{within}".*?</svg>', html, re.DOTALL)
    assert drawing is not None
    return re.findall(rf'<path[^>]*\b{name}="([^"]*)"', drawing[0])


async def put(build: Build, hall: Hall, rule: Rule, choices: list[str]) -> Voting:
    """A voting by name and by this rule, all the way to its record."""
    resolution = await build.tabled(hall)
    async with build.sessions.begin() as session:
        terms = Terms(Secrecy.ROLL_CALL, abstain=True, rule=rule)
        voting = await plan_voting(
            session, hall.assembly, resolution.number, terms, at=now(), by=BY
        )
        voting = await open_voting(session, voting.id, at=now(), by=BY)
    await build.cast_all(hall, voting, choices)
    await build.close(voting)
    await build.count(voting)
    await build.publish(voting)
    return voting


async def test_an_adopted_resolution_says_why_of_what_and_by_what_one_knows(client, build):
    hall = await build.hall(seats=6)
    voting = await build.decided(hall, yes=3, no=1, abstain=1)
    html = await read(client, f"/en/assemblies/{hall.slug}/resolutions/1")
    record = (await client.get(f"/api/v1/votings/{voting.id}/result")).json()
    assert record["record"]["sentences"]["en"] in words(html)
    assert [row(html, name) for name in ("In favour", "Against", "Abstained")] == [
        ["3"],
        ["1"],
        ["1"],
    ]
    assert fact(html, "Needed in favour") == "2 (1 more than needed)"
    assert fact(html, "The share is taken of") == "4 (votes in favour and against)"
    assert fact(html, "Quorum") == "none was asked"
    assert fact(html, "Entitled to vote") == "6"
    assert fact(html, "Took part") == "5 of 6"
    assert fact(html, "Text voted on").startswith("Version 1 ")
    assert fact(html, "How people voted") == "Secret · On a device"
    assert record["digest"] in fact(html, "Record")
    assert record["record"]["roll"]["digest"][:12] in fact(html, "Electoral roll")
    assert record["record"]["box_digest"][:12] in fact(html, "Ballot box")


async def test_the_drawing_has_the_widths_of_the_counts_and_a_name(client, build):
    hall = await build.hall(seats=5)
    await build.decided(hall, yes=3, no=1, abstain=1)
    html = await read(client, f"/en/assemblies/{hall.slug}/resolutions/1")
    assert attribute(html, "d", "bar") == [
        "M0 32h1000",
        "M0 8h600v24H0Z",
        "M600 8h200v24H600Z",
        "M800 20h200",
        *["M400 0v40"] * 2,
    ]
    assert 'role="img" aria-labelledby="bar-title bar-text"' in html
    assert "In favour: 3. Against: 1. Abstained: 1." in html


async def test_a_quorum_that_was_missed_stands_beside_the_counts(client, build):
    hall = await build.hall(seats=10)
    rule = Rule(preset("simple"), Quorum(Fraction(1, 2), None, QuorumOf.VOTED))
    await put(build, hall, rule, ["yes", "yes", "no"])
    html = await read(client, f"/en/assemblies/{hall.slug}/resolutions/1")
    assert fact(html, "Quorum") == "3, 5 needed: not reached"
    assert "Not approved" in words(html)


async def test_weights_are_drawn_and_told_beside_heads(client, build):
    hall = await build.hall(seats=3, weights=["2.5", "1", "0.5"])
    await put(build, hall, Rule(preset("simple")), ["yes", "no", "abstain"])
    html = await read(client, f"/en/assemblies/{hall.slug}/resolutions/1")
    assert row(html, "In favour") == ["1", "2.5"]
    assert row(html, "Abstained") == ["1", "0.5"]
    assert fact(html, "Needed in favour") == "1.1 (1.4 more than needed)"
    assert "counted in weights" in fact(html, "The share is taken of")
    assert attribute(html, "d", "bar")[1:] == [
        "M0 8h625v24H0Z",
        "M625 8h250v24H625Z",
        "M875 20h125",
        *["M438 0v40"] * 2,
    ]


async def test_each_college_has_its_line(client, build):
    hall = await build.hall(seats=4, colleges=["fr", "fr", "nl", "nl"])
    rule = Rule(preset("simple"), college_rule=preset("simple"))
    await put(build, hall, rule, ["yes", "yes", "yes", "no"])
    html = await read(client, f"/en/assemblies/{hall.slug}/resolutions/1")
    assert row(html, "fr") == ["2", "0", "0", "1: reached"]
    assert row(html, "nl") == ["1", "1", "0", "2: not reached"]


async def test_how_the_text_came_about_stands_on_the_page_of_the_decision(client, build):
    hall = await build.hall(seats=5)
    amending = Amending(build, hall)
    text = await amending.table("De bus is gratis onder 18.")
    for words_asked in ("De bus is gratis onder 21.", "De bus is gratis onder 25."):
        filed = await amending.file(replace_("p1", words_asked))
        await amending.admit(filed.number)
    decided = await amending.decide(1, choices=["yes"] * 4 + ["no"])
    await amending.keep_up(text.id)
    voting = await build.open_on(hall, text)
    await build.cast_all(hall, voting, ["yes"] * 5)
    await build.close(voting)
    await build.count(voting)
    await build.publish(voting)
    here = f"/en/assemblies/{hall.slug}/resolutions/1"
    html = await read(client, here)
    way = re.search(r'<ol class="plainlist way">(.*?)</ol>', html, re.DOTALL)
    assert way is not None
    assert "Amendment 1 : Approved" in words(way[1])
    assert "For 4, against 1, abstention 0." in words(way[1])
    assert f"/votings/{decided.id}/box" in way[1]
    assert f'href="{here}/compare?from=1&amp;to=2"' in html
    assert "All that changed since the first version" in html
    assert fact(html, "Text voted on").startswith("Version 2 ")


async def test_before_its_result_is_published_nothing_of_a_count_is_on_the_page(client, build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    await build.close(voting)
    await build.count(voting)
    html = await read(client, f"/en/assemblies/{hall.slug}/resolutions/1")
    assert 'class="bar"' not in html
    assert "In favour" not in html
    assert "Proof" not in html


async def test_the_page_of_an_assembly_has_its_outcomes_as_a_drawing_and_a_table(client, build):
    hall = await build.hall(seats=3)
    for _ in range(5):
        await build.decided(hall, yes=2, no=1)
    for _ in range(3):
        await build.decided(hall, yes=1, no=2)
    html = await read(client, f"/en/assemblies/{hall.slug}")
    assert attribute(html, "d", "strip") == ["M0 12h5", "M5 20.5h3"]
    assert row(html, "Approved") == ["5"]
    assert row(html, "Not approved") == ["3"]
    assert row(html, "All") == ["8"]
