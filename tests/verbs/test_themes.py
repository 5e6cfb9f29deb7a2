# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The word list is kept without losing anything, and tagging meets tagging and merging."""

import asyncio

import pytest

from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    IllegalMove,
    Stale,
    ThemeInUse,
    ThemeLimitReached,
    ThemeNotFound,
)
from assembly.themes import keep, tag
from assembly.themes.queries import all_themes, theme_named, themes_of
from tests.build.house import BY, Build
from tests.build.themes import HOUSING, MOBILITY, added, tagged
from tests.verbs.reading import acts, one, rows


async def slugs(build: Build) -> list[str]:
    async with build.sessions.begin() as session:
        return [listed.theme.slug for listed in await all_themes(session)]


async def about(build: Build) -> list[tuple[str, ...]]:
    """The slugs on each resolution, by number."""
    ids = await rows(build, "SELECT id FROM resolutions ORDER BY number")
    async with build.sessions.begin() as session:
        found = await themes_of(session, [row[0] for row in ids])
    return [tuple(theme.slug for theme in found.get(row[0], ())) for row in ids]


async def merge(build: Build, slug: str, into: str) -> None:
    async with build.sessions.begin() as session:
        await keep.merge_theme(session, slug, into, at=now(), by=BY)


async def rename(build: Build, slug: str, labels: dict[str, str], revision: int) -> int:
    async with build.sessions.begin() as session:
        row = await keep.rename_theme(
            session, slug, labels, None, revision=revision, at=now(), by=BY
        )
        return row.revision


async def remove(build: Build, slug: str) -> None:
    async with build.sessions.begin() as session:
        await keep.remove_theme(session, slug, at=now(), by=BY)


async def beside(build: Build) -> list[int]:
    return [row[0] for row in await rows(build, "SELECT beside FROM resolutions ORDER BY number")]


async def test_a_theme_is_added_once_and_its_slug_belongs_to_it(build):
    await added(build, "mobiliteit")
    await added(build, "mobiliteit")
    assert await slugs(build) == ["mobiliteit"]
    assert (await acts(build))["add_theme"] == 1
    with pytest.raises(AlreadyTaken):
        await added(build, "mobiliteit", HOUSING)


async def test_adding_the_same_one_twice_at_once_adds_it_once(build):
    await asyncio.gather(added(build, "wonen", HOUSING), added(build, "wonen", HOUSING))
    assert await slugs(build) == ["wonen"]


async def test_the_list_has_an_end(build, monkeypatch):
    monkeypatch.setattr(keep, "MOST_THEMES", 1)
    await added(build, "mobiliteit")
    with pytest.raises(ThemeLimitReached):
        await added(build, "wonen", HOUSING)
    assert await slugs(build) == ["mobiliteit"]


async def test_tagging_adds_and_removes_what_is_named_and_is_recorded_once(build):
    hall = await build.hall(seats=1)
    await build.tabled(hall)
    await added(build, "mobiliteit")
    await added(build, "wonen", HOUSING)
    await tagged(build, hall, 1, "mobiliteit", "wonen")
    await tagged(build, hall, 1, "wonen")
    assert await about(build) == [("mobiliteit", "wonen")]
    assert await beside(build) == [1], "said again, nothing changes"
    await tagged(build, hall, 1, remove=["wonen", "wonen"])
    assert await about(build) == [("mobiliteit",)]
    assert (await acts(build))["tag_resolution"] == 2
    told = await rows(build, "SELECT facts FROM audit_entries WHERE act = 'tag_resolution'")
    assert [facts["removed"] for (facts,) in told] == [[], ["wonen"]]


async def test_two_moderators_at_once_keep_each_others_themes(build):
    hall = await build.hall(seats=1)
    await build.tabled(hall)
    await added(build, "mobiliteit")
    await added(build, "wonen", HOUSING)
    await asyncio.gather(
        tagged(build, hall, 1, "mobiliteit"), tagged(build, hall, 1, "wonen", remove=["mobiliteit"])
    )
    assert "wonen" in (await about(build))[0]


async def test_unknown_themes_change_nothing(build):
    hall = await build.hall(seats=1)
    await build.tabled(hall)
    await added(build, "mobiliteit")
    with pytest.raises(ThemeNotFound) as refused:
        await tagged(build, hall, 1, "mobiliteit", "lucht", "aarde")
    assert refused.value.facts == {"themes": ["aarde", "lucht"]}
    assert await about(build) == [()]


async def test_a_resolution_has_room_for_some_themes(build, monkeypatch):
    monkeypatch.setattr(tag, "MOST_ON_ONE", 1)
    hall = await build.hall(seats=1)
    await build.tabled(hall)
    await added(build, "mobiliteit")
    await added(build, "wonen", HOUSING)
    with pytest.raises(ThemeLimitReached):
        await tagged(build, hall, 1, "mobiliteit", "wonen")
    await tagged(build, hall, 1, "mobiliteit")
    await tagged(build, hall, 1, "wonen", remove=["mobiliteit"])
    assert await about(build) == [("wonen",)]


async def test_other_words_reach_every_resolution_and_nobody_writes_over_another(build):
    hall = await build.hall(seats=1)
    for _ in range(2):
        await build.tabled(hall)
    await added(build, "mobiliteit")
    await tagged(build, hall, 1, "mobiliteit")
    assert await rename(build, "mobiliteit", HOUSING, 1) == 2
    assert await beside(build) == [2, 0]
    assert await rename(build, "mobiliteit", HOUSING, 1) == 2, "the same words change nothing"
    with pytest.raises(Stale):
        await rename(build, "mobiliteit", MOBILITY, 1)


async def test_merging_carries_everything_over_and_leaves_the_old_address(build):
    hall = await build.hall(seats=1)
    for _ in range(3):
        await build.tabled(hall)
    for slug in ("bus", "mobiliteit", "vervoer"):
        await added(build, slug)
    await tagged(build, hall, 1, "bus")
    await tagged(build, hall, 2, "bus", "mobiliteit")
    await merge(build, "bus", "mobiliteit")
    await merge(build, "bus", "mobiliteit")
    assert await about(build) == [("mobiliteit",), ("mobiliteit",), ()]
    await tagged(build, hall, 3, "bus")
    assert (await about(build))[2] == ("mobiliteit",), "the old word stands for the new one"
    await merge(build, "mobiliteit", "vervoer")
    async with build.sessions.begin() as session:
        found = await theme_named(session, "bus")
    assert found is not None
    assert found.theme.slug == "vervoer", "from hand to hand"
    assert (await slugs(build), (await acts(build))["merge_theme"]) == (["vervoer"], 2)
    with pytest.raises(AlreadyTaken):
        await added(build, "bus", HOUSING)


@pytest.mark.parametrize(
    ("slug", "into", "refusal"),
    [
        pytest.param("bus", "bus", IllegalMove, id="with itself"),
        pytest.param("gone", "bus", IllegalMove, id="what became another"),
        pytest.param("bus", "gone", IllegalMove, id="into what became another"),
        pytest.param("bus", "lucht", ThemeNotFound, id="into what is not there"),
    ],
)
async def test_what_cannot_be_merged_is_refused(build, slug, into, refusal):
    for name in ("bus", "gone", "mobiliteit"):
        await added(build, name)
    await merge(build, "gone", "mobiliteit")
    with pytest.raises(refusal):
        await merge(build, slug, into)


async def test_merging_and_tagging_at_once_lose_no_tag(build):
    hall = await build.hall(seats=1)
    for _ in range(6):
        await build.tabled(hall)
    await added(build, "bus")
    await added(build, "mobiliteit")
    await asyncio.gather(
        *(tagged(build, hall, number, "bus") for number in range(1, 4)),
        merge(build, "bus", "mobiliteit"),
        *(tagged(build, hall, number, "bus") for number in range(4, 7)),
    )
    assert await about(build) == [("mobiliteit",)] * 6


async def test_only_what_nothing_is_about_is_removed(build):
    hall = await build.hall(seats=1)
    await build.tabled(hall)
    for slug in ("bus", "mobiliteit", "wonen"):
        await added(build, slug)
    await tagged(build, hall, 1, "mobiliteit")
    await merge(build, "bus", "wonen")
    for slug in ("mobiliteit", "wonen", "bus"):
        with pytest.raises(ThemeInUse):
            await remove(build, slug)
    await tagged(build, hall, 1, remove=["mobiliteit"])
    await remove(build, "mobiliteit")
    with pytest.raises(ThemeNotFound):
        await remove(build, "mobiliteit")
    assert (await slugs(build), (await acts(build))["remove_theme"]) == (["wonen"], 1)
    assert await one(build, "SELECT count(*) FROM theme_marks") == 0
