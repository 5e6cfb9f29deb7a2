# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`assembly merge` as a script meets it, and as somebody who wants to break it does."""

import json
import subprocess
import sys

import pytest

LONG = "x " * 9_000


def merge(given: bytes | object, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """The command with an empty environment: what it needs, it has. Nothing takes a minute."""
    command = [sys.executable, "-m", "assembly", "merge", *arguments]
    data = given if isinstance(given, bytes) else json.dumps(given).encode()
    return subprocess.run(command, input=data, capture_output=True, env={}, timeout=60, check=False)


def document(*edits, text="Gratis bus onder 18.", **more):
    """One provision and an amendment with these edits."""
    base = [{"id": "p1", "text": text}, {"id": "p2", "text": "Vanaf 2027."}]
    return {"base": base, "amendments": [{"id": "A1", "edits": list(edits)}], **more}


def replace(text, provision="p1", **more):
    return {"op": "replace", "provision": provision, "text": text, **more}


DELETE = {"op": "delete", "provision": "p1"}


def test_one_document_has_its_answer_on_stdout():
    done = merge(document(replace("Gratis bus én tram onder 18.")))
    assert (done.returncode, done.stderr) == (0, b"")
    told = json.loads(done.stdout.decode())
    assert told["text"][0]["text"] == "Gratis bus én tram onder 18."
    assert "én" in done.stdout.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param(b"", "no JSON", id="nothing"),
        pytest.param(b"\xff\xfe", "UTF-8", id="no UTF-8"),
        pytest.param(b'{"base": NaN}', "NaN", id="not a number"),
        pytest.param(b"[" * 500_000, "nested", id="very deep"),
        pytest.param(b'{"a":' * 500_000, "nested", id="very deep in objects"),
        pytest.param(b" " * 20_000_001, "larger", id="very large"),
        pytest.param(b'{"base": [], "base": []}', "twice", id="a key twice"),
        pytest.param(b"[]", "no JSON object", id="a list"),
        pytest.param({"base": []}, "amendments is missing", id="no amendments"),
        pytest.param({"base": {}, "amendments": []}, "base is no list", id="no list"),
        pytest.param({"base": [1], "amendments": []}, "base[0] is no JSON object", id="a number"),
        pytest.param({"ba\nse": []}, "ba\ufffdse is an unknown key", id="a key of two lines"),
        pytest.param(document(DELETE, tekst=1), "tekst is an unknown key", id="an unknown key"),
        pytest.param(
            document(replace("x", color="red")), "edits[0].color", id="an unknown key of an edit"
        ),
        pytest.param(
            {"base": [{"id": "p1", "text": "a"}] * 2, "amendments": []},
            "base[1].id stands twice",
            id="a provision twice",
        ),
        pytest.param(
            {"base": [], "amendments": [{"id": "A1", "edits": []}] * 2},
            "amendments[1].id stands twice",
            id="an amendment twice",
        ),
        pytest.param(
            {"base": [{"id": "p\n1", "text": "a"}], "amendments": []},
            "printable",
            id="an id of two lines",
        ),
        pytest.param(
            {"base": [{"id": "", "text": "a"}], "amendments": []}, "1 to 80", id="an empty id"
        ),
        pytest.param(
            b'{"base": [{"id": "\\ud800", "text": "a"}], "amendments": []}',
            "printable",
            id="half a character as an id",
        ),
        pytest.param(document(), "changes nothing", id="no edits"),
        pytest.param(
            document(replace("Gratis  bus onder 18. ")), "stands there", id="the same again"
        ),
        pytest.param(
            document(
                DELETE, {"op": "insert_after", "provision": None, "text": "Gratis bus onder 18."}
            ),
            "leave the text as it is",
            id="taken out and put back",
        ),
        pytest.param(document(DELETE, DELETE), "second one of provision p1", id="deleted twice"),
        pytest.param(
            document(DELETE, replace("x")), "second one of provision p1", id="deleted and replaced"
        ),
        pytest.param(
            document(replace("x", "p\n9")), "not in the text: p\ufffd9", id="an unknown provision"
        ),
        pytest.param(
            document({**DELETE, "op": "destroy"}), "is none of: replace", id="an unknown op"
        ),
        pytest.param(document({**DELETE, "op": 1}), "op is no text", id="an op that is a number"),
        pytest.param(document({**DELETE, "text": "x"}), "deletes and has", id="words to delete"),
        pytest.param(document(replace("")), "has no words", id="no words"),
        pytest.param(document(replace("\u00a0")), "has no words", id="only a space"),
        pytest.param(document(replace(["x"])), "is no text", id="words in a list"),
        pytest.param(document(replace("x", level=True)), "level", id="a level that is true"),
        pytest.param(document(replace("x", level=5)), "0 to 4", id="too deep a level"),
        pytest.param(document(replace("x", kind="title")), "paragraph, item", id="another kind"),
        pytest.param(document(replace("x" * 20_001)), "longer than 20000", id="a long provision"),
        pytest.param(document(text="a " * 500_000), "longer than 20000", id="a megabyte"),
        pytest.param(document(replace("a\u0000b")), "control", id="a control character"),
        pytest.param(document(replace("a", marker="\u202ea.")), "direction", id="a turned marker"),
        *(
            pytest.param(
                document(replace(f"a {chr(point)}b")), "direction", id=f"U+{point:04X} turns"
            )
            for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
        ),
        *(
            pytest.param(document(replace(f"Wij {tag} gratis")), "holds markup: <", id=tag)
            for tag in ("<b>", "</p>", "<br/>", "<a href='x'>", "<!-- x", "<script", "<SVG onload")
        ),
        pytest.param(
            {**document(DELETE), "settlements": [{}]}, "amendments is missing", id="no settlement"
        ),
        pytest.param(
            {
                "base": [{"id": "p1", "text": "a"}],
                "amendments": [{"id": "A1", "to": "A\n1", "edits": [DELETE]}],
            },
            "no amendment to the text: A\ufffd1",
            id="to an unknown amendment",
        ),
        pytest.param(
            {
                "base": [{"id": "p1", "text": "a"}],
                "amendments": [{"id": f"A{at}", "edits": [replace("b")]} for at in range(5_001)],
            },
            "more than 5000",
            id="too many amendments",
        ),
        pytest.param(
            {
                "base": [{"id": "p1", "text": "a"}],
                "amendments": [
                    {"id": f"A{at}", "edits": [replace(f"b{at}")]} for at in range(2_100)
                ],
            },
            "2100 of provision p1",
            id="too many for one provision",
        ),
        pytest.param(
            {
                "base": [{"id": "p1", "text": "a"}],
                "amendments": [
                    {"id": "A1", "edits": [replace("b")]},
                    *({"id": f"B{at}", "to": "A1", "edits": [replace("c")]} for at in range(101)),
                ],
            },
            "more than 100 to one amendment",
            id="too many for one amendment",
        ),
    ],
)
def test_a_refusal_is_one_sentence_on_stderr(given, says):
    done = merge(given)
    assert (done.returncode, done.stdout) == (1, b"")
    assert says in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("als a < b en c > d", id="a comparison"),
        pytest.param("x <3 en 5<6", id="signs before numbers"),
        pytest.param("links \u200een rechts\u200f", id="marks that only help neighbours"),
        pytest.param("'quotes\" \\ en {haken}", id="quotes"),
        pytest.param("&lt;b&gt;", id="what only looks like it elsewhere"),
    ],
)
def test_what_looks_odd_but_is_text_stays_to_the_letter(words):
    done = merge(document(replace(words)))
    assert json.loads(done.stdout)["text"][0]["text"] == words


def test_names_may_hold_quotes():
    given = {
        "base": [{"id": "p'1\"", "text": "a"}],
        "amendments": [{"id": "A'\"\\", "edits": [{**DELETE, "provision": "p'1\""}]}],
    }
    assert json.loads(merge(given).stdout)["order"] == ["A'\"\\"]


def test_each_line_has_its_line_and_a_bad_one_stops_nothing():
    good = json.dumps(document(replace("Gratis tram."))).encode()
    bad = [b"{", b"[[", b'{"a": 1, "a": 2}', b"\xff", b"null", json.dumps(document()).encode()]
    done = merge(b"\n".join([good, *bad, b"", b" " * 20_000_100, good + b"\r", good]), "--lines")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, b"")
    assert ["error" in one for one in told] == [False, *[True] * len(bad), False, False]
    assert told[-1] == told[-2] == told[0]


def test_the_order_of_amendments_never_changes_a_byte():
    edits = [[replace(f"Gratis bus onder {at}.")] for at in (21, 25, 21)]
    edits += [[DELETE], [{"op": "insert_after", "provision": "p1", "text": "Ook de tram."}]]
    made = [{"id": f"A{at}", "edits": one} for at, one in enumerate([*edits, *edits], 8)]
    made.append({"id": "B1", "to": "A12", "edits": [replace("Ook de trein.", "A12.1")]})
    given = document() | {"amendments": made}
    turned = given | {"amendments": made[::-1]}
    mixed = given | {"amendments": [*made[1::2], *made[::2]]}
    lines = b"\n".join(json.dumps(one).encode() for one in (given, turned, mixed))
    first, second, third = merge(lines, "--lines").stdout.splitlines()
    assert b"error" not in first
    assert first == second == third


BIG = [{"id": f"p{at}", "text": f"Bepaling {at} over de bus en de tram."} for at in range(5_000)]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            document(
                replace("nee ja ja " * 1_900),
                {"op": "insert_after", "provision": "p1", "text": LONG},
            )
            | {"base": [{"id": "p1", "text": "ja nee " * 2_850}]},
            id="words that repeat themselves",
        ),
        pytest.param(document(replace("a" * 19_999), text="a" * 20_000), id="one long word"),
        pytest.param(
            document(replace("e" + "\u0301" * 18_000), text="e" + "\u0301" * 19_000), id="accents"
        ),
        pytest.param(
            document(replace("\U0001f469\u200d" * 5_000), text="\U0001f469\u200d" * 6_000),
            id="joined emoji",
        ),
        pytest.param(document(replace("<a " * 6_000), text="<" * 19_999), id="tags that never end"),
        pytest.param(
            {
                "base": BIG,
                "amendments": [
                    {"id": f"A{at}", "edits": [replace(f"Bepaling {at} over meer.", f"p{at}")]}
                    for at in range(5_000)
                ],
            },
            id="five thousand amendments",
        ),
        pytest.param(
            {
                "base": BIG[:1],
                "amendments": [
                    {"id": f"A{at}", "edits": [replace(f"Over de bus {at}.", "p0")]}
                    for at in range(800)
                ],
            },
            id="eight hundred about the same words",
        ),
        pytest.param(
            {
                "base": BIG,
                "amendments": [
                    {
                        "id": "A1",
                        "edits": [
                            *({"op": "delete", "provision": f"p{at}"} for at in range(2_000)),
                            *(
                                {"op": "insert_after", "provision": f"p{4_999 - at}", "text": words}
                                for at in range(2_000)
                                for words in (f"Bepaling {at} over de trein en de tram.",)
                            ),
                        ],
                    }
                ],
            },
            id="two thousand moved and changed",
        ),
    ],
)
def test_what_repeats_itself_or_is_very_much_is_answered_all_the_same(given):
    done = merge(given)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["order"]


def test_merging_does_not_wait_for_the_database_library():
    program = (
        "import sys, io; sys.argv = ['assembly', 'merge', '--lines']; "
        "from assembly.cli import main; main(); "
        "print([name for name in ('sqlalchemy', 'litestar', 'pydantic') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=b"", capture_output=True, timeout=60, check=True
    )
    assert done.stdout == b"[]\n"
