# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What whoever finds this repository relies on: its licences, its description, its documents."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from assembly import __version__
from assembly.web.texts import LANGUAGES

MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:home|root|work|Users)/")
NAMED = re.compile(r"\[`(?![a-z_]+\.py`)([A-Za-z_.]+)`\]\(([^)]+\.py)\)")
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)")


@pytest.fixture(scope="module")
def files(project: Path) -> list[Path]:
    """What is tracked, or would be: everything that .gitignore does not name. Relative paths."""
    git = shutil.which("git")
    if git and (project / ".git").exists():
        command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=project, check=True, capture_output=True)
        found = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    else:
        found = list(unignored(project))
    return sorted(path for path in found if (project / path).is_file())


def unignored(project: Path) -> Iterator[Path]:
    """The same without git: our .gitignore only has names, wherever they stand."""
    lines = (project / ".gitignore").read_text("utf-8").splitlines()
    ignored = [line.rstrip("/") for line in lines if line and line[0] != "#"] + [".git"]
    for path in project.rglob("*"):
        relative = path.relative_to(project)
        if not any(fnmatch(part, name) for part in relative.parts for name in ignored):
            yield relative


@pytest.fixture(scope="module")
def texts(project: Path, files: list[Path]) -> dict[Path, str]:
    """The files that are text, and what they say."""
    found = {}
    for path in files:
        try:
            found[path] = (project / path).read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.fixture(scope="module")
def pyproject(project: Path) -> dict[str, Any]:
    return tomllib.loads((project / "pyproject.toml").read_text("utf-8"))


# ── licences ──────────────────────────────────────────────────────────────────
def test_every_file_says_its_copyright_and_licence(
    project: Path, files: list[Path], tmp_path: Path
) -> None:
    for path in files:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project / path, tmp_path / path)
    command = [sys.executable, "-m", "reuse", "--root", str(tmp_path), "lint"]
    lint = subprocess.run(command, check=False, capture_output=True, text=True)
    assert lint.returncode == 0, lint.stdout + lint.stderr


def test_the_licence_is_the_whole_eupl(project: Path) -> None:
    text = (project / "LICENSE").read_text("utf-8")
    assert text == (project / "LICENSES/EUPL-1.2.txt").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    articles = re.findall(r"^(\d+)\.", text, re.MULTILINE)
    assert articles == [str(number) for number in range(1, 16)]
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in text


def test_no_file_names_a_place_on_one_machine(texts: dict[Path, str]) -> None:
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert found == []


# ── publiccode.yml ────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def publiccode(project: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((project / "publiccode.yml").read_text("utf-8"))
    return loaded


def test_publiccode_has_its_mandatory_fields(publiccode: dict[str, Any]) -> None:
    assert re.fullmatch(r"0\.[4-9](\.\d+)?", publiccode["publiccodeYmlVersion"])
    assert publiccode["name"]
    assert re.match(r"https?://\S+$", publiccode["url"])
    assert publiccode["platforms"]
    assert publiccode["categories"]
    assert publiccode["softwareType"] in {"standalone/web", "standalone/backend"}
    assert publiccode["developmentStatus"] in {"concept", "development", "beta", "stable"}
    maintenance = publiccode["maintenance"]
    assert maintenance["type"] in {"internal", "contract", "community", "none"}
    assert all(contact["name"] for contact in maintenance.get("contacts", []))
    assert maintenance.get("contacts") or maintenance["type"] in {"contract", "none"}


def test_publiccode_describes_it_in_the_lengths_that_are_allowed(
    publiccode: dict[str, Any],
) -> None:
    assert "en" in publiccode["description"]
    for words in publiccode["description"].values():
        assert 0 < len(words["shortDescription"].strip()) <= 150
        assert 150 <= len(words["longDescription"].strip()) <= 10_000
        assert words["features"]


def test_publiccode_says_what_the_project_says(
    publiccode: dict[str, Any], pyproject: dict[str, Any]
) -> None:
    assert publiccode["legal"]["license"] == pyproject["project"]["license"] == "EUPL-1.2"
    assert publiccode["softwareVersion"] == pyproject["project"]["version"]
    assert publiccode["localisation"]["localisationReady"] is True
    assert sorted(publiccode["localisation"]["availableLanguages"]) == sorted(LANGUAGES)


# ── documents ─────────────────────────────────────────────────────────────────
def test_the_version_is_the_same_everywhere(project: Path, pyproject: dict[str, Any]) -> None:
    version = pyproject["project"]["version"]
    assert version == __version__
    changelog = (project / "CHANGELOG.md").read_text("utf-8")
    headings = re.findall(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)
    assert headings[:2] == ["Unreleased", version]


def test_every_link_between_documents_leads_somewhere(
    project: Path, texts: dict[Path, str]
) -> None:
    lost = [
        f"{path}: {target}"
        for path, text in texts.items()
        if path.suffix == ".md"
        for target, _ in LINK.findall(text)
        if target and not (project / path.parent / target).exists()
    ]
    assert lost == []


def test_what_a_document_names_in_code_stands_there(project: Path, texts: dict[Path, str]) -> None:
    lost = [
        f"{path}: {name} in {target}"
        for path, text in texts.items()
        if path.suffix == ".md"
        for name, target in NAMED.findall(text)
        if not re.search(
            rf"^\s*(async def|def|class) {name.split('.')[-1]}\b",
            (project / path.parent / target).read_text("utf-8"),
            re.MULTILINE,
        )
    ]
    assert lost == []


def test_decisions_are_numbered_without_gaps_and_say_their_four_things(project: Path) -> None:
    decisions = sorted((project / "docs/decisions").glob("[0-9]*.md"))
    assert [path.name[:4] for path in decisions] == [
        f"{number:04}" for number in range(1, len(decisions) + 1)
    ]
    for path in decisions:
        headings = re.findall(r"^#{1,2} (.+)$", path.read_text("utf-8"), re.MULTILINE)
        assert headings[0].startswith(f"{path.name[:4]}. "), path.name
        assert headings[1:] == ["Context", "Decision", "Consequences", "Rejected"], path.name
