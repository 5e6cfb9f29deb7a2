# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Translations stand beside a text, edition after edition, and the text itself decides."""

import pytest

from assembly.clock import now
from assembly.errors import IllegalMove, Stale, UnsoundTranslation, VersionNotFound
from assembly.resolutions.draft import revise_resolution
from assembly.resolutions.history import translation_view, translations_of
from assembly.resolutions.rules.lifecycle import Hand, State
from assembly.resolutions.rules.text import Kind, Provision
from assembly.resolutions.rules.translation import Translated
from assembly.resolutions.translate import write_translation
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import acts, one

FRENCH = "Bus gratuit avant 18 ans."


async def translate(build: Build, hall: Hall, language: str = "fr", **given):
    async with build.sessions.begin() as session:
        return await write_translation(
            session,
            hall.assembly.id,
            1,
            language,
            **(
                {
                    "edition": 0,
                    "version": 1,
                    "title": None,
                    "provisions": [Translated("p1", FRENCH)],
                    "at": now(),
                    "by": BY,
                }
                | given
            ),
        )


async def revise(build: Build, hall: Hall, *words: str):
    async with build.sessions.begin() as session:
        return await revise_resolution(
            session,
            hall.assembly.id,
            1,
            revision=1,
            title=None,
            provisions=[Provision(Kind.PARAGRAPH, "", word) for word in words],
            at=now(),
            by=BY,
        )


async def test_a_translation_is_written_read_and_written_anew(build):
    hall = await build.hall(seats=0)
    resolution = await build.tabled(hall)
    assert (await translate(build, hall, title="Bus")).edition == 1
    assert (await translate(build, hall, title="Le bus", edition=1)).edition == 2
    async with build.sessions() as session:
        view = await translation_view(session, resolution.id, "fr")
        listed = await translations_of(session, [resolution.id])
    assert (view.edition, view.title, view.provisions) == (2, "Le bus", (Translated("p1", FRENCH),))
    assert [(line.language, line.edition) for line in listed[resolution.id]] == [("fr", 2)]
    assert await one(build, "SELECT count(*) FROM translations") == 2


async def test_the_same_again_changes_nothing_also_when_the_answer_was_lost(build):
    hall = await build.hall(seats=0)
    await build.tabled(hall)
    await translate(build, hall)
    assert (await translate(build, hall)).edition == 1
    assert (await acts(build))["write_translation"] == 1


async def test_nobody_s_translation_is_written_over(build):
    hall = await build.hall(seats=0)
    await build.tabled(hall)
    await translate(build, hall)
    with pytest.raises(Stale) as refused:
        await translate(build, hall, provisions=[Translated("p1", "Autre chose.")])
    assert refused.value.facts == {"yours": 0, "current": 1}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        pytest.param({"language": "nl"}, "own-language", id="the language of the text"),
        pytest.param({"provisions": []}, "missing", id="nothing"),
        pytest.param({"provisions": [Translated("p1", " ")]}, "empty", id="no words"),
    ],
)
async def test_what_does_not_fit_the_text_is_refused(build, given, fault):
    hall = await build.hall(seats=0)
    await build.tabled(hall)
    with pytest.raises(UnsoundTranslation) as refused:
        await translate(build, hall, **given)
    assert refused.value.facts["fault"] == fault
    assert await one(build, "SELECT count(*) FROM translations") == 0


async def test_a_translation_of_an_older_version_stays_until_the_newer_one_is_translated(build):
    hall = await build.hall(seats=0)
    resolution = await build.draft(hall)
    await translate(build, hall)
    await revise(build, hall, "Gratis bus onder 18.", "En de tram.")
    async with build.sessions() as session:
        assert (await translation_view(session, resolution.id, "fr")).version == 1
    newer = [Translated("p1", FRENCH), Translated("p2", "Et le tram.")]
    await translate(build, hall, version=2, edition=1, provisions=newer)
    with pytest.raises(UnsoundTranslation, match="Version 2"):
        await translate(build, hall, version=1, edition=2, provisions=[Translated("p1", "Ancien.")])
    with pytest.raises(VersionNotFound):
        await translate(build, hall, version=3, edition=2)


async def test_sponsors_translate_their_draft_and_moderators_until_it_is_withdrawn(build):
    hall = await build.hall(seats=1)
    proposed = await build.proposed(hall)
    await translate(build, hall, hand=Hand.SPONSOR)
    await build.move(hall, proposed, State.SUBMITTED)
    with pytest.raises(IllegalMove):
        await translate(build, hall, "de", hand=Hand.SPONSOR)
    await translate(build, hall, "de")
    await build.move(hall, proposed, State.WITHDRAWN)
    with pytest.raises(IllegalMove):
        await translate(build, hall, "en")
