# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff on the desk: listed and forgotten by administrators, never the last one of them."""

from uuid import uuid4

from tests.build.house import PASSWORD
from tests.web.test_desk import a_desk
from tests.web.test_desk_themes import a_chief
from tests.web.test_hall import browser, site

__all__ = ["site"]


async def test_a_moderator_is_forgotten_after_a_tick(site, build):
    async with a_desk(site, build) as (hall, laptop, desk), a_chief(site, build) as chief:
        assert "/desk/staff" not in (await laptop.get(desk)).text
        assert (await laptop.get("/desk/staff")).status_code == 403
        assert 'href="/desk/staff"' in (await chief.get(desk)).text
        page = await chief.get("/desk/staff")
        assert hall.email in page.text
        assert "modereert één vergadering" in page.text
        here = f"/desk/staff/{hall.moderator_id}/forgetting"
        unsure = await chief.post(here)
        assert unsure.status_code == 422
        assert 'aria-describedby="s' in unsure.text
        assert (await laptop.get(desk)).status_code == 200
        gone = await chief.post(here, data={"sure": "1"})
        assert gone.url.path == "/desk/staff"
        assert hall.email not in gone.text
        assert (await laptop.get(desk)).url.path == "/sign-in"
        assert (await chief.post(here, data={"sure": "1"})).status_code == 200, "again, it is so"
        nobody = f"/desk/staff/{uuid4()}/forgetting"
        assert (await chief.post(nobody, data={"sure": "1"})).status_code == 404
    async with browser(site) as other:
        typed = {"email": hall.email, "password": PASSWORD}
        assert (await other.post("/sign-in", data=typed)).status_code == 401


async def test_an_administrator_forgets_themselves_but_not_as_the_last_one(site, build):
    async with a_chief(site, build) as chief:
        second = await build.staff("second@example.org", administrator=True)
        everybody = (await chief.get("/desk/staff")).text
        assert "dit ben jij" in everybody
        sure = {"sure": "1"}
        assert (await chief.post(f"/desk/staff/{second}/forgetting", data=sure)).status_code == 200
        others = [
            one
            for one in everybody.split('action="/desk/staff/')[1:]
            if not one.startswith(str(second))
        ]
        refused = [
            await chief.post(f"/desk/staff/{one[:36]}/forgetting", data=sure) for one in others
        ]
        assert refused[-1].status_code == 409
        assert "Dit is de laatste beheerder" in refused[-1].text
