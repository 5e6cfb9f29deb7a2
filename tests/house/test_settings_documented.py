# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
""".env.example says every setting with its default, and what compose asks for besides."""

import re
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from assembly.settings import Settings

LINE = re.compile(r"^# (?P<said>\S.*)\n(?P<name>[A-Z][A-Z0-9_]*)=(?P<default>.*)$", re.MULTILINE)
ONLY_COMPOSE = re.compile(
    r"^# (?P<said>\S.*)\n# (?P<name>[A-Z][A-Z0-9_]*)=(?P<given>.*)$", re.MULTILINE
)


@pytest.fixture(scope="module")
def example(project: Path) -> str:
    return (project / ".env.example").read_text("utf-8")


def written(field: FieldInfo) -> str:
    """A default as an environment variable has it; a required setting has none."""
    if field.default is PydanticUndefined:
        return ""
    return str(field.default).lower() if isinstance(field.default, bool) else str(field.default)


def test_every_setting_is_there_with_its_default_and_a_comment(example: str) -> None:
    listed = [(match["name"], match["default"]) for match in LINE.finditer(example)]
    assert listed == [
        (name.upper(), written(field)) for name, field in Settings.model_fields.items()
    ]


def test_no_line_sets_anything_without_a_comment(example: str) -> None:
    set_at_all = re.findall(r"^([A-Z][A-Z0-9_]*)=", example, re.MULTILINE)
    assert set_at_all == [match["name"] for match in LINE.finditer(example)]


def test_what_is_required_says_so_and_is_empty(example: str) -> None:
    for match in LINE.finditer(example):
        required = Settings.model_fields[match["name"].lower()].is_required()
        assert match["said"].startswith("Required") is required, match["name"]
        assert not required or match["default"] == "", match["name"]


def test_the_defaults_are_accepted_as_they_stand(
    example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = {
        "DATABASE_URL": "postgresql://assembly@localhost/assembly",
        "REDIS_URL": "redis://localhost:6379/0",
        "SECRET_KEY": "x" * 32,
    }
    for match in LINE.finditer(example):
        monkeypatch.setenv(match["name"], match["default"] or filled.get(match["name"], ""))
    settings = Settings()
    for name, field in Settings.model_fields.items():
        if not field.is_required():
            assert getattr(settings, name) == field.default, name


def test_what_compose_asks_for_beside_the_settings_is_there_too(
    project: Path, example: str
) -> None:
    compose = (project / "docker-compose.yml").read_text("utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)", compose))
    settings = {name.upper() for name in Settings.model_fields}
    extra = {match["name"] for match in ONLY_COMPOSE.finditer(example)}
    assert extra == asked - settings
