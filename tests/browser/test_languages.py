# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every language in a real browser: in turn before the hall, and whole on the smallest phone."""

import pytest

from assembly.resolutions.rules.lifecycle import State
from tests.browser.stage import SMALL

BROKEN = """() => [...document.querySelectorAll(".choices button, h1, .titled")].flatMap((one) => {
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  const wrong = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const word of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top)));
      if (lines.size > 1) wrong.push(word[0]);
    }
  }
  return wrong;
})"""


@pytest.mark.parametrize("prefix", ["", "/fr", "/de", "/en"])
async def test_no_word_is_broken_on_the_smallest_phone_with_text_at_twice_its_size(stage, prefix):
    hall = await stage.build.hall(seats=1)
    drafted = await stage.build.draft(hall, "Gratis bus onder 18.", title="Reizen met de bus")
    await stage.build.open_on(hall, await stage.build.move(hall, drafted, State.TABLED))
    token = await stage.build.token_of_seat(hall, 0)
    async with stage.page(f"{prefix}/my-votings", token, **SMALL) as page:
        await page.evaluate("document.documentElement.style.fontSize = '200%'")
        await page.evaluate("document.fonts.ready")
        assert await page.evaluate(BROKEN) == []
        assert await page.locator(".choices button").count() == 3


async def test_a_projector_of_two_languages_changes_by_itself(stage):
    hall = await stage.build.hall(seats=1)
    drafted = await stage.build.draft(hall, "Gratis bus onder 18.")
    await stage.build.translate(hall, drafted, "fr", "Bus gratuit avant 18 ans.")
    await stage.build.open_on(hall, await stage.build.move(hall, drafted, State.TABLED))
    async with stage.page(f"/assemblies/{hall.slug}/projector?lang=nl,fr") as page:
        await page.evaluate("window.same = true")
        words = {"nl": "Gratis bus onder 18.", "fr": "Bus gratuit avant 18 ans."}
        first = await page.locator(".stage").get_attribute("lang")
        assert first in words
        for language in (first, *(words.keys() - {first}), first):
            await page.locator(f'.stage[lang="{language}"]').wait_for()
            await page.get_by_text(words[language]).wait_for()
        assert await page.evaluate("window.same")
