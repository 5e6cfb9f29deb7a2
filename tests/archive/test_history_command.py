# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly import --mapping`: looked at, refused while something is open, brought in once."""

import asyncio
import json
import subprocess
import sys

import pytest

from tests.build.history import DOUBTFUL
from tests.build.running import environ_of
from tests.verbs.reading import one

COLUMNS = {"number": "Nr", "text": "Tekst", "outcome": "Uitslag", "title": "Titel"}


@pytest.fixture
def command(settings, project, tmp_path):
    file = tmp_path / "raad.csv"
    file.write_bytes(DOUBTFUL)

    async def run(*further, **told):
        words = [sys.executable, "-m", "assembly", "import", str(file), *further]
        if told:
            mapping = tmp_path / "raad.json"
            mapping.write_text(json.dumps(told))
            words += ["--mapping", str(mapping)]
        return await asyncio.to_thread(
            subprocess.run,
            words,
            env=environ_of(settings, project),
            capture_output=True,
            text=True,
            check=False,
        )

    return run


async def test_the_command_shows_columns_and_questions_and_brings_in_what_has_none(build, command):
    shown = await command("--preview")
    assert shown.returncode == 0, shown.stderr
    mapping = json.loads(shown.stdout.splitlines()[-1])
    assert (mapping["part"], mapping["columns"]["outcome"]) == ("csv", "Uitslag")
    assert (await command()).returncode == 1
    asked = await command("--preview", columns=COLUMNS)
    assert "number:4  5: number-missing" in asked.stdout
    assert asked.stdout.splitlines()[-1].endswith("0 left out, 5 questions")
    key = next(word for word in asked.stdout.split() if word.startswith("outcome:"))
    refused = await command(columns=COLUMNS)
    assert refused.returncode == 1
    assert "not answered" in refused.stderr
    answers = {
        key: {"reply": "value", "value": "not_adopted"},
        "number:3": {"reply": "value", "value": "3"},
        "number:4": {"reply": "leave-out", "reason": "Een telling."},
    }
    told = {"columns": COLUMNS, "answers": answers, "name": "Dorpsraad", "slug": "dorp"}
    done = await command(**told)
    assert "3 resolutions, 2 adopted, 1 not adopted, 1 left out" in done.stdout, done.stderr
    again = await command(**told)
    assert "was there already, unchanged" in again.stdout
    answers["number:3"]["value"] = "4"
    other = await command(**told)
    assert other.returncode == 1
    assert "The columns or the answers are other ones." in other.stderr
    assert await one(build, "SELECT count(*) FROM resolutions") == 3
    assert await one(build, "SELECT count(*) FROM assemblies") == 1
