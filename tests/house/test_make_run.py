# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Makefile by itself: what it lists, what it refuses, when it installs. No network needed.

A small program in place of uv writes down what it was asked, so that nothing is fetched here.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[2] / "Makefile"
TOOLS = ("sh", "make", "sed", "mkdir", "rm", "mv", "cat", "date", "touch", "ln", "dirname")

UV = """#!/bin/sh
if [ "$1" = --version ]; then echo "${UV_SAYS:-uv 0.13.9 (linux)}"; exit; fi
echo "$* cache=${UV_CACHE_DIR:-} venv=${VIRTUAL_ENV:-}" >> asked
mkdir -p .venv/bin && ln -sf "$REAL_PYTHON" .venv/bin/python
printf '#!/bin/sh\\necho "assembly $*"\\n' > .venv/bin/assembly
chmod +x .venv/bin/assembly
echo "Installed 3 packages in 1ms"
if [ -n "${UV_FAILS:-}" ]; then echo "$UV_FAILS"; exit 1; fi
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with our Makefile, and beside it the only programs there are."""
    project = tmp_path / "a project"
    project.mkdir()
    shutil.copy(MAKEFILE, project)
    for name in ("pyproject.toml", "uv.lock"):
        (project / name).touch()
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in (*TOOLS, "chmod"):
        (tools / name).symlink_to(str(shutil.which(name)))
    return project


def tool(project: Path, name: str, text: str) -> None:
    path = project.parent / "tools" / name
    path.write_text(text)
    path.chmod(0o755)


def with_python(project: Path) -> None:
    (project.parent / "tools/python3").symlink_to(sys.executable)


def with_uv(project: Path) -> None:
    with_python(project)
    tool(project, "uv", UV)


def make(project: Path, *words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    only = {"PATH": str(project.parent / "tools"), "REAL_PYTHON": sys.executable}
    return subprocess.run(
        ["make", *words],
        cwd=project,
        env={**only, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def asked(project: Path) -> list[str]:
    path = project / "asked"
    return path.read_text().splitlines() if path.exists() else []


def sentence(done: "subprocess.CompletedProcess[str]") -> str:
    """The one line it failed with; make adds its own."""
    assert done.returncode == 2
    first, *rest = done.stderr.splitlines()
    assert all(line.startswith("make: ***") for line in rest), done.stderr
    return first


# ── what there is ─────────────────────────────────────────────────────────────
def test_make_alone_lists_every_target(project: Path) -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE.read_text(), re.MULTILINE)
    assert phony is not None
    listed = re.findall(r"^  make (\w+)\t\S", make(project).stdout, re.MULTILINE)
    assert sorted(listed) == sorted(set(phony[1].split()) - {"again"})
    assert {"setup", "run", "test", "check", "bench"} <= set(listed)
    assert len(listed) <= 12


def test_run_takes_what_running_needs_and_test_the_rest(project: Path) -> None:
    with_uv(project)
    assert "assembly up" in make(project, "run").stdout
    assert "--group dev" not in asked(project)[0]
    make(project, "test", "ARGS=--version")
    assert "--group dev" in asked(project)[1]
    make(project, "run")
    assert len(asked(project)) == 2
    assert all("sync --frozen --inexact --python" in words for words in asked(project))


# ── when it installs ──────────────────────────────────────────────────────────
def test_it_installs_once(project: Path) -> None:
    with_uv(project)
    first, second = make(project, "setup"), make(project, "setup")
    assert "Installing" in first.stdout
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert len(asked(project)) == 1


def test_it_installs_again_when_the_lock_changed(project: Path) -> None:
    with_uv(project)
    make(project, "setup")
    future = (project / ".venv/run").stat().st_mtime + 10
    os.utime(project / "uv.lock", (future, future))
    make(project, "setup")
    assert len(asked(project)) == 2


@pytest.mark.parametrize("how", ["moved", "without its Python", "interrupted"])
def test_a_broken_environment_is_made_anew(project: Path, how: str) -> None:
    with_uv(project)
    make(project, "setup")
    (project / ".venv/left").touch()
    if how == "moved":
        project = project.rename(project.with_name("elsewhere"))
    elif how == "without its Python":
        (project / ".venv/bin/python").unlink()
    else:
        (project / ".venv/run").unlink()
    assert make(project, "setup").returncode == 0
    assert len(asked(project)) == 2
    assert not (project / ".venv/left").exists()


def test_what_failed_is_not_taken_for_installed(project: Path) -> None:
    with_uv(project)
    assert make(project, "run", UV_FAILS="error: the disk is full").returncode == 2
    assert "assembly up" in make(project, "run").stdout


@pytest.mark.parametrize("home", ["", "/nonexistent"])
def test_without_a_home_the_cache_is_in_the_project(project: Path, home: str) -> None:
    with_uv(project)
    make(project, "setup", HOME=home, VIRTUAL_ENV="/another")
    assert asked(project)[0].endswith(f"cache={project}/.uv/cache venv=")


def test_with_a_home_the_cache_is_where_uv_wants_it(project: Path) -> None:
    with_uv(project)
    make(project, "setup", HOME=str(project.parent))
    assert asked(project)[0].endswith("cache= venv=")


# ── what it refuses, in one sentence ──────────────────────────────────────────
def test_no_python(project: Path) -> None:
    assert sentence(make(project, "run")).startswith("Python 3.11, 3.12, 3.13 or 3.14 is needed")


def test_a_python_too_old_is_passed_over(project: Path) -> None:
    tool(project, "python3.14", "#!/bin/sh\nexit 1\n")
    tool(project, "uv", UV)
    assert "is needed" in sentence(make(project, "run"))
    with_python(project)
    assert make(project, "run").returncode == 0


def test_the_python_asked_for_is_none(project: Path) -> None:
    with_uv(project)
    assert sentence(make(project, "run", PYTHON="/bin/false")).startswith("PYTHON=/bin/false is no")


def test_no_uv_no_pip_no_ensurepip(project: Path, tmp_path: Path) -> None:
    with_python(project)
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("pip", "ensurepip"):
        (broken / f"{name}.py").write_text("raise ImportError")
    said = sentence(make(project, "run", PYTHONPATH=str(broken)))
    assert said.endswith(
        "has neither pip nor ensurepip: install python3-venv (Debian, Ubuntu), or uv."
    )


@pytest.mark.parametrize("old", ["uv 0.9.30", "uv 0.10.2 (linux)", "pyenv: no uv here"])
def test_a_uv_too_old_is_passed_over(project: Path, tmp_path: Path, old: str) -> None:
    with_uv(project)
    (tmp_path / "pip.py").write_text("import sys; sys.exit('--version' not in sys.argv)")
    done = make(project, "setup", UV_SAYS=old, PYTHONPATH=str(tmp_path))
    assert "uv could not be installed" in done.stderr or "neither pip" in done.stderr
    assert asked(project) == []


def test_no_network(project: Path) -> None:
    with_uv(project)
    done = make(project, "run", UV_FAILS="  cause: error sending request for url (…)")
    assert sentence(done).startswith("The package registry cannot be reached")


def test_another_reason_is_shown(project: Path) -> None:
    with_uv(project)
    done = make(project, "run", UV_FAILS="error: No space left on device")
    assert "No space left on device" in done.stderr
    assert "What uv.lock lists could not be installed; the reason is above." in done.stderr


def test_a_folder_that_cannot_be_written_to(project: Path) -> None:
    with_uv(project)
    (project / ".uv").write_text("in the way, for root too")
    assert sentence(make(project, "run")) == f"The project folder {project} cannot be written to."


# ── stopping ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("sign", "whole_group"),
    [
        (signal.SIGTERM, False),
        (signal.SIGTERM, True),
        (signal.SIGINT, True),
        (signal.SIGINT, False),
        (signal.SIGKILL, False),
    ],
)
def test_a_signal_to_make_reaches_what_it_runs(
    project: Path, sign: signal.Signals, *, whole_group: bool
) -> None:
    with_uv(project)
    make(project, "setup")
    source = MAKEFILE.parent / "src"
    (project / ".venv/bin/assembly").write_text(
        f"#!{sys.executable}\nimport sys, time\nsys.path.insert(0, {str(source)!r})\n"
        "from assembly.local.errors import Stopped\nfrom assembly.local.supervise import StopSign\n"
        "with StopSign() as sign:\n    print('up', flush=True)\n    try:\n"
        "        while True:\n            sign.check()\n            time.sleep(0.05)\n"
        "    except Stopped:\n        print('stopped', sign.hurry())\n"
    )
    process = subprocess.Popen(
        ["make", "run"],
        cwd=project,
        env={"PATH": str(project.parent / "tools")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    (os.killpg if whole_group else os.kill)(process.pid, sign)
    assert process.communicate(timeout=60)[0] == "stopped False\n"
    assert process.returncode == -sign
