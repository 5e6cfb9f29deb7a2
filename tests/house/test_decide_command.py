# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly decide` as a script meets it: another process, no settings, no database."""

import json
import subprocess
import sys

import pytest

DOCUMENT = {"rule": {"preset": "simple"}, "tally": {"yes": 11, "no": 10}}


def decide(given: bytes, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """The command with an empty environment: what it needs, it has."""
    command = [sys.executable, "-m", "assembly", "decide", *arguments]
    return subprocess.run(
        command, input=given, capture_output=True, env={}, timeout=60, check=False
    )


def test_one_document_has_its_answer_on_stdout():
    done = decide(json.dumps(DOCUMENT).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    told = json.loads(done.stdout.decode())
    assert (told["outcome"], told["needed_yes"], told["margin"]) == ("adopted", "11", "0")
    assert "é" in done.stdout.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param(b"", b"no JSON", id="nothing"),
        pytest.param(b'{"rule": {"preset": "simple"}, "tali": {}}', b"tali", id="an unknown key"),
        pytest.param(b'{"rule": NaN}', b"NaN", id="not a number"),
        pytest.param(b"\xff\xfe", b"UTF-8", id="no UTF-8"),
        pytest.param(b"[" * 500_000, b"nested", id="very deep"),
        pytest.param(b" " * 1_100_000, b"larger", id="very large"),
        pytest.param(b'{"\\ud800": 1}', b"unknown key", id="half a character"),
    ],
)
def test_a_refusal_is_one_sentence_on_stderr(given, says):
    done = decide(given)
    assert (done.returncode, done.stdout) == (1, b"")
    assert says in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_each_line_has_its_line_and_a_bad_one_stops_nothing():
    good = json.dumps(DOCUMENT).encode()
    bad = [b"{", b"[[", b'{"a": 1, "a": 2}', b"\xff", b"null", b'{"rule": {"preset": "x"}}']
    far = b"[" * 2_500_000
    lines = [good, *bad, b"", b"   ", far, good.replace(b"11", b"10") + b"\r", good]
    done = decide(b"\n".join(lines), "--lines")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    assert ["error" in one for one in told] == [False, *[True] * len(bad), True, False, False]
    assert told[-2]["ground"] == "tie"
    assert told[-1] == told[0]


def test_no_lines_have_no_answers():
    assert decide(b"", "--lines").stdout == b""


def test_deciding_does_not_wait_for_the_database_library():
    program = (
        "import sys, io; sys.argv = ['assembly', 'decide', '--lines']; "
        "from assembly.cli import main; main(); "
        "print([name for name in ('sqlalchemy', 'litestar', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=b"", capture_output=True, timeout=60, check=True
    )
    assert done.stdout == b"[]\n"
