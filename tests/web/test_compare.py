# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Any two versions beside each other, and only those a reader may see."""

from assembly.resolutions.rules.lifecycle import State
from tests.web.test_amendment_pages import said
from tests.web.test_drafts import a_phone
from tests.web.test_hall import browser, site

__all__ = ["site"]


async def test_versions_from_before_the_table_are_its_authors_alone(site, build):
    hall = await build.hall(seats=1)
    proposed = await build.proposed(hall)
    here = f"/assemblies/{hall.slug}"
    async with a_phone(site, hall) as phone, browser(site) as reader:
        await phone.post(f"{here}/drafts/1", data={"text": "Gratis tram.", "revision": "1"})
        for to in (State.SUBMITTED, State.TABLED):
            await build.move(hall, proposed, to)
        compare = f"{here}/resolutions/1/compare"
        mine = await phone.get(f"{compare}?from=1&to=2")
        assert mine.status_code == 200
        assert "<del>" in mine.text
        assert (await reader.get(f"{compare}?from=1&to=2")).status_code == 404
        alone = await reader.get(compare)
        assert "De woorden van deze twee versies zijn dezelfde." in said(alone.text)
        assert (await reader.get(f"{compare}?from=0")).status_code == 422
