# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The directions of the house: kept as it stands, and each contract is seen to fire.

The tree is copied, one offending import is written into the copy, and the linter is run on that.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
IGNORED = shutil.ignore_patterns("__pycache__", "static", "locales", "templates")

LAYERS = "The house has one direction"
RULES = "Rules touch nothing but values"
ARQ = "arq has two doors"
HTTP = "HTTP stays at the edges"
LEAF = "Workers are a leaf"

EDGES = {
    *(
        "routes",
        "founding",
        "seats",
        "lists",
        "substitutes",
        "room",
        "check_ins",
    ),  # of assemblies.routes
    *("of_proposals", "of_history"),  # of archive.routes
    *("writing", "moving", "sponsors", "translations"),  # parts of resolutions.routes
    *(
        "act",
        "judging",
        "moderating",
        "renewing",
        "supporting",
    ),  # parts of amendments.routes, and `writing`
    *("planning", "meeting", "items", "speaking", "leading", "calendars"),  # of sittings.routes
    *("amendment_routes", "box_routes", "text_routes", "paper_routes", "minutes_routes"),
    "correction_routes",
    "release_routes",
    "follow_up_routes",
    "search_routes",
    "theme_routes",
    *("feed_routes", "files", "format_routes", "letterbox", "slot", "shelf", "dependencies"),
    *("schemas", "views", "guard", "app", "entrance"),
}
"""Where a module may know of HTTP, beside the rooms `api` and `web`."""


class Tree:
    """A copy of the code that may be spoiled."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def spoil(self, module: str, line: str) -> None:
        """The module begins with this line, which nobody will ever run."""
        path = self.root / module
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{before}\n{line}\n", encoding="utf-8")

    def contracts(self) -> list[str]:
        """The names of all contracts."""
        told = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        return [contract["name"] for contract in told["tool"]["importlinter"]["contracts"]]

    def modules(self) -> list[str]:
        """Every module of the house, as a dotted name without `assembly.`; packages by name."""
        package = self.root / "src" / "assembly"
        files = (path.relative_to(package) for path in package.rglob("*.py"))
        parts = (path.with_suffix("").parts for path in files if path.stem != "__main__")
        names = {".".join(one[:-1] if one[-1] == "__init__" else one) for one in parts}
        return sorted(names - {""})

    def file_of(self, module: str) -> str:
        """The file to write into: the module itself, or the package's first file."""
        path = f"src/assembly/{module.replace('.', '/')}"
        return f"{path}.py" if (self.root / f"{path}.py").exists() else f"{path}/__init__.py"

    def lint(self) -> tuple[dict[str, str], str]:
        """KEPT or BROKEN for each contract, and all the linter said, in one line."""
        done = subprocess.run(
            [sys.executable, "-c", LINT, "--config", "pyproject.toml", "--no-cache"],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": f"{self.root / 'src'}{os.pathsep}{self.root}"},
            capture_output=True,
            text=True,
            check=False,
        )
        said = " ".join((done.stdout + done.stderr).split())
        verdicts = {
            name: next((word for word in ("KEPT", "BROKEN") if f"{name} {word}" in said), "?")
            for name in self.contracts()
        }
        assert (done.returncode == 0) is (set(verdicts.values()) == {"KEPT"}), said
        return verdicts, said


@pytest.fixture
def tree(project: Path, tmp_path: Path) -> Tree:
    shutil.copytree(project / "src" / "assembly", tmp_path / "src" / "assembly", ignore=IGNORED)
    shutil.copytree(project / "workers", tmp_path / "workers", ignore=IGNORED)
    shutil.copy(project / "pyproject.toml", tmp_path)
    return Tree(tmp_path)


def test_every_contract_is_kept_by_the_house_as_it_stands(tree):
    verdicts, said = tree.lint()
    assert verdicts == dict.fromkeys(tree.contracts(), "KEPT"), said
    assert {LAYERS, RULES, ARQ, HTTP, LEAF} < set(verdicts)


@pytest.mark.parametrize(
    ("contract", "module", "line", "chain"),
    [
        pytest.param(
            LAYERS,
            "src/assembly/resolutions/models.py",
            "import assembly.voting.queries",
            "assembly.resolutions.models -> assembly.voting.queries",
            id="a room reaches up",
        ),
        pytest.param(
            RULES,
            "src/assembly/sittings/rules/clock.py",
            "import sqlalchemy",
            "assembly.sittings.rules.clock -> sqlalchemy",
            id="a rule touches the database",
        ),
        pytest.param(
            ARQ,
            "src/assembly/voting/close.py",
            "import arq",
            "assembly.voting.close -> arq",
            id="a verb knows the queue",
        ),
        pytest.param(
            HTTP,
            "src/assembly/voting/cast.py",
            "import litestar",
            "assembly.voting.cast -> litestar",
            id="a verb knows of HTTP",
        ),
        pytest.param(
            "Tables stay home: voting",
            "src/assembly/publication/publish.py",
            "import assembly.voting.models",
            "assembly.publication.publish",
            id="a room takes another room's table",
        ),
        pytest.param(
            LEAF,
            "src/assembly/cli/__init__.py",
            "import workers.main",
            "assembly.cli -> workers.main",
            id="somebody leans on the leaf",
        ),
    ],
)
def test_one_offending_import_breaks_its_contract_and_no_other(tree, contract, module, line, chain):
    tree.spoil(module, line)
    verdicts, said = tree.lint()
    assert [name for name, verdict in verdicts.items() if verdict == "BROKEN"] == [contract]
    assert chain in said


def test_no_layer_reaches_up(tree):
    """Each layer in turn imports the one above it; every one of them is named."""
    order = [
        "errors",
        "settings",
        "database",
        "api",
        "audit",
        "identity",
        "assemblies",
        "resolutions",
        "voting",
        "sittings",
        "archive",
        "publication",
        "web",
        "tables",
        "app",
        "cli",
    ]
    for low, high in pairwise(order):
        tree.spoil(tree.file_of(low), f"import assembly.{high}")
    verdicts, said = tree.lint()
    assert verdicts[LAYERS] == "BROKEN"
    missed = [low for low in order[:-1] if f"assembly.{low} -> assembly." not in said]
    assert missed == []


def test_a_new_room_must_find_its_place(tree):
    tree.spoil("src/assembly/attic/__init__.py", "")
    verdicts, said = tree.lint()
    assert verdicts[LAYERS] != "KEPT"
    assert "attic" in said


def test_rules_touch_none_of_the_things_outside(tree):
    outside = [
        "litestar",
        "sqlalchemy",
        "pydantic",
        "redis",
        "arq",
        "asyncio",
        "httpx",
        "assembly.database",
        "assembly.settings",
        "assembly.clock",
        "assembly.doorbell",
    ]
    for name in outside:
        tree.spoil("src/assembly/identity/rules/permissions.py", f"import {name}")
    verdicts, said = tree.lint()
    assert verdicts[RULES] == "BROKEN"
    chain = "assembly.identity.rules.permissions -> "
    assert [name for name in outside if chain + name not in said] == []


def test_every_room_with_rules_is_under_the_contract(tree):
    rooms = sorted(path.parent.name for path in (tree.root / "src" / "assembly").glob("*/rules"))
    assert len(rooms) >= 5
    for room in rooms:
        tree.spoil(f"src/assembly/{room}/rules/__init__.py", "import sqlalchemy")
    verdicts, said = tree.lint()
    assert verdicts[RULES] == "BROKEN"
    assert [room for room in rooms if f"assembly.{room}.rules -> sqlalchemy" not in said] == []


def test_only_the_doorbell_and_the_workers_know_the_queue(tree):
    rooms = [module for module in tree.modules() if "." not in module and module != "doorbell"]
    assert len(rooms) >= 15
    for room in rooms:
        tree.spoil(tree.file_of(room), "import arq")
    verdicts, said = tree.lint()
    assert verdicts[ARQ] == "BROKEN"
    assert [room for room in rooms if f"assembly.{room} -> arq" not in said] == []


def test_no_room_takes_the_tables_of_another(tree):
    """`assemblies` excepted, whose assembly is what every verb is about."""
    homes = sorted(
        module.removesuffix(".models") for module in tree.modules() if module.endswith(".models")
    )
    homes.remove("assemblies")
    assert len(homes) >= 6
    for home in homes:
        tree.spoil("src/assembly/web/pages.py", f"import assembly.{home}.models")
    verdicts, _ = tree.lint()
    assert [home for home in homes if verdicts[f"Tables stay home: {home}"] != "BROKEN"] == []


def test_every_module_that_is_no_edge_is_kept_from_http(tree):
    inside = [
        module
        for module in tree.modules()
        if module.split(".")[0] not in {"api", "web"} and module.split(".")[-1] not in EDGES
    ]
    assert len(inside) >= 60
    for module in inside:
        tree.spoil(tree.file_of(module), "import litestar")
    verdicts, said = tree.lint()
    assert verdicts[HTTP] == "BROKEN"
    assert [module for module in inside if f"assembly.{module} -> litestar" not in said] == []
