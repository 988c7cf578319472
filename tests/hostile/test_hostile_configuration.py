"""Does a stranger's project file, baseline, catalogue or capture end in a refusal, never in a crash?"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from mtype.catalogue.load import catalogue_path
from tests.cli.command import FIXTURES, domain, write
from tests.hostile.harmless import harmless

NAME = ".virt-machine-type.yaml"
CHECK = ("check", "--for", "debian:13")
SHIPPED = catalogue_path()
NESTED = "[" * 100_000
LAUGHS = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 30)
)


@pytest.fixture
def guests(tmp_path: Path) -> Path:
    folder = tmp_path / "guests"
    return write(folder, {"a.xml": domain("q35")})


def sparse(path: Path, size: int = 1 << 30) -> None:
    with open(path, "wb") as stream:
        stream.truncate(size)


# -- project files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"ignore: {NESTED}", id="nested lists"),
        pytest.param("a: " * 100_000, id="nested mappings on one line"),
        pytest.param("".join(f"{' ' * n}a:\n" for n in range(2000)), id="nested mappings"),
        pytest.param("{" * 100_000, id="nested braces"),
        pytest.param("- " * 100_000, id="nested dashes"),
        pytest.param("ignore: !!python/object/apply:os.system ['touch pwned']\n", id="a tag of Python"),
        pytest.param("!!python/object/new:subprocess.Popen [['touch', 'pwned']]\n", id="a tag for all"),
        pytest.param("ignore: !!binary aGk=\n", id="a binary"),
        pytest.param("ignore: !include /etc/passwd\n", id="an include"),
        pytest.param(LAUGHS, id="a billion laughs"),
        pytest.param("<<: &a {<<: *a}\n", id="a merge of itself"),
        pytest.param("? [a, b]\n: c\n", id="a list for a key"),
        pytest.param("? {a: b}\n: c\n", id="a mapping for a key"),
        pytest.param("%YAML 9.9\n---\nignore: MT1\n", id="another YAML"),
        pytest.param("ignore: 'MT1\n", id="an open quote"),
        pytest.param("ignore: [" + "MT1, " * 20_000 + "X]\n", id="many rules"),
        pytest.param("x" * 5_000_000, id="five megabytes"),
        pytest.param("for: " + "x" * 100_000 + "\n", id="a long release"),
        pytest.param(
            "for: [" + ", ".join(f"debian:{n}" for n in range(20, 3000)) + "]\n", id="many releases"
        ),
        pytest.param("ignore: " + "x" * 100_000 + "\n", id="a long rule"),
        pytest.param("k" * 100_000 + ": 1\n", id="a long key"),
        pytest.param("required-version: '" + ">9," * 20_000 + ">9'\n", id="a long version"),
        pytest.param("required-version: '" + "1" * 10_000 + "'\n", id="a long number"),
        pytest.param("horizon: " + "9" * 10_000 + "y\n", id="a long span"),
        pytest.param("jobs: " + "9" * 10_000 + "\n", id="a long number of workers"),
        pytest.param("jobs: -1\n", id="a negative number of workers"),
        pytest.param('baseline: "a\\0b"\n', id="a file with a zero byte"),
        pytest.param('catalogue: "a\\0b"\n', id="a catalogue with a zero byte"),
        pytest.param("baseline: ../../../../../../etc/shadow\n", id="a file that is no baseline"),
        pytest.param("catalogue: /etc/passwd\n", id="a file that is no catalogue"),
        pytest.param("baseline: /dev/zero\n", id="a baseline without end"),
        pytest.param("catalogue: /dev/zero\n", id="a catalogue without end"),
        pytest.param("baseline: .\n", id="a folder for a baseline"),
        pytest.param("catalogue: .\n", id="a folder for a catalogue"),
    ],
)
def test_a_hostile_project_file_is_refused(guests: Path, text: str) -> None:
    write(guests, {NAME: text})
    ran = harmless(guests, "check", "a.xml", codes=(2,))
    assert len(ran.err) < 200_000


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00\x01", bytes(1000), b"\x7fELF", random.Random(3).randbytes(5000)]
)
def test_a_binary_project_file_is_refused(guests: Path, data: bytes) -> None:
    write(guests, {NAME: data})
    harmless(guests, "check", "a.xml", codes=(2,))


def test_a_project_file_of_a_gigabyte_is_refused(guests: Path) -> None:
    sparse(guests / NAME)
    harmless(guests, "check", "a.xml", codes=(2,), seconds=3)


def test_a_project_file_that_is_a_pipe_or_a_circle_is_none(guests: Path) -> None:
    os.mkfifo(guests / NAME)
    harmless(guests, *CHECK, "a.xml", codes=(0,))
    os.unlink(guests / NAME)
    (guests / NAME).symlink_to(NAME)
    harmless(guests, *CHECK, "a.xml", codes=(0,))


@pytest.mark.parametrize(
    "pattern", ["*a" * 40 + "b", "[" * 1000, "?" * 10_000, "[!]]" * 500, "*" * 10_000, "[a-", "\\"]
)
def test_no_pattern_takes_long(guests: Path, pattern: str) -> None:
    write(guests, {"a" * 200 + ".xml": domain()})
    quoted = json.dumps(pattern)
    text = f"exclude: {quoted}\nsuppress:\n  - {{rules: MT1, paths: {quoted}, reason: x}}\n"
    write(guests, {NAME: text})
    harmless(guests, *CHECK, ".", codes=(0, 3), seconds=3)


def test_a_project_file_cannot_make_us_write(guests: Path) -> None:
    for key in ("output", "write-baseline", "format", "emulator", "capabilities", "config"):
        write(guests, {NAME: f"{key}: pwned\n"})
        ran = harmless(guests, "check", "a.xml", codes=(2,))
        assert f"unknown key '{key}'" in ran.err


# -- baselines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(NESTED.encode(), id="nested lists"),
        pytest.param(b'{"a":' * 100_000, id="nested objects"),
        pytest.param(
            b'{"version": 1, "findings": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", id="nested findings"
        ),
        pytest.param(b'{"version": ' + b"9" * 100_000 + b"}", id="a long number"),
        pytest.param(b"\xff\xfe", id="binary"),
        pytest.param(bytes(1000), id="zeros"),
        pytest.param(b"", id="empty"),
        pytest.param(b'"' + b"x" * 5_000_000, id="five megabytes"),
    ],
)
def test_a_hostile_baseline_is_refused(guests: Path, data: bytes) -> None:
    write(guests, {"known.json": data})
    harmless(guests, *CHECK, "--baseline", "known.json", "a.xml", codes=(2,))


def test_a_baseline_of_a_gigabyte_is_refused(guests: Path) -> None:
    sparse(guests / "known.json")
    harmless(guests, *CHECK, "--baseline", "known.json", "a.xml", codes=(2,), seconds=3)


def test_a_damaged_baseline_is_refused_before_anything_is_written(guests: Path) -> None:
    write(guests, {"known.json": "{"})
    harmless(
        guests, *CHECK, "--baseline", "known.json", "--write-baseline", "known.json", "a.xml", codes=(2,)
    )


# -- catalogues --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [(*CHECK, "a.xml"), ("list", "types", "--for", "debian:13")], ids=["check", "list"]
)
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(f"format: {NESTED}".encode(), id="nested"),
        pytest.param(b"format: !!python/object/apply:os.system ['touch pwned']\n", id="a tag"),
        pytest.param(LAUGHS.encode(), id="a billion laughs"),
        pytest.param(b"", id="empty"),
        pytest.param(b"format: 99\n", id="another format"),
        pytest.param(b"format: 1\nformat: 1\n", id="a key twice"),
        pytest.param(b"[]\n", id="a list"),
        pytest.param(bytes(1000), id="zeros"),
        pytest.param(b"\xff\xfe\xfd", id="binary"),
        pytest.param(b"x" * 5_000_000, id="five megabytes"),
        pytest.param(
            b"format: 1\nsources: {" + b"a: {text: b, evidence: emulator}, " * 3 + b"}\n", id="too little"
        ),
    ],
)
def test_a_hostile_catalogue_is_refused(guests: Path, data: bytes, command: tuple[str, ...]) -> None:
    write(guests, {"c.yaml": data})
    ran = harmless(guests, *command, "--catalogue", "c.yaml", codes=(2,))
    assert "c.yaml:" in ran.err


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("[" * 10_000_000, id="ten megabytes of nesting"),
        pytest.param("x" * 10_000_000, id="ten megabytes of text"),
        pytest.param("format: 1\na: " + "[" * 1_000_000, id="a megabyte of nesting"),
        pytest.param("format: 1\na: " + "[" + "b," * 500_000, id="a megabyte of values"),
        pytest.param("format: 1\n" + "a: 1\n" * 20_000, id="a key very often"),
        pytest.param("format: 1\n" + "".join(f"a{n}: 1\n" for n in range(20_000)), id="many unknown keys"),
        pytest.param(
            "format: 1\nvendors: {a: {name: a, types: [" + f"{{names: {'{a,b}' * 10!r}}}," * 900 + "]}}",
            id="braces for a million names",
        ),
        pytest.param(
            "format: 1\nvendors: {a: {name: a, types: ["
            + "".join(f"{{versions: 0.1..99.9, pattern: a{n}-VERSION}}," for n in range(1000))
            + "]}}",
            id="ranges for as many",
        ),
        pytest.param(
            "format: 1\nvendors: {ubuntu: {types: ["
            + "".join(f"{{board: pc-q35, names: a{n}, after: pc-q35-noble}}," for n in range(2000))
            + "]}}",
            id="thousands of types after one",
        ),
    ],
)
def test_an_overlay_that_would_take_long_is_refused_soon(guests: Path, data: str) -> None:
    write(guests, {"c.yaml": data})
    ran = harmless(guests, *CHECK, "--catalogue", "c.yaml", "a.xml", codes=(2,), seconds=20)
    assert "c.yaml:" in ran.err
    assert len(ran.err.splitlines()) <= 501


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param("format: 1\n".encode("utf-16"), "1:1: not UTF-8: invalid start byte", id="UTF-16"),
        pytest.param(b"format: 1\nboards: {caf\xe9: {}}\n", "2:1: not UTF-8", id="Latin-1"),
        pytest.param(b"\x7fELF\x02\x01\x01\x00", "1:1: not YAML: the character U+007F", id="an emulator"),
        pytest.param(
            b"format: 1\n---\nformat: 1\n", "2:1: a second document begins here", id="two documents"
        ),
        pytest.param(b"\n\n", "1:1: the file is empty", id="only line ends"),
        pytest.param(b"format: 1\r\ncolour: blue\r\n", "2:9: the catalogue has an unknown key", id="CRLF"),
    ],
)
def test_an_overlay_that_is_no_text_of_ours_is_told_with_its_place(
    guests: Path, data: bytes, told: str
) -> None:
    write(guests, {"c.yaml": data})
    ran = harmless(guests, *CHECK, "--catalogue", "c.yaml", "a.xml", codes=(2,))
    assert ran.err.startswith(f"virt-machine-type: c.yaml:{told}")


def test_an_overlay_with_the_line_ends_of_windows_is_read(guests: Path) -> None:
    write(guests, {"c.yaml": b"format: 1\r\nsources:\r\n  a: {text: b, evidence: emulator}\r\n"})
    harmless(guests, *CHECK, "--catalogue", "c.yaml", "a.xml", codes=(0,))


def test_a_catalogue_of_a_gigabyte_is_refused(guests: Path) -> None:
    sparse(guests / "c.yaml")
    harmless(guests, *CHECK, "--catalogue", "c.yaml", "a.xml", codes=(2,), seconds=4)


def test_any_line_of_an_overlay_may_be_lost(guests: Path) -> None:
    """Whatever is missing or broken, the answer is a list of problems or a catalogue."""
    lines = SHIPPED.read_text().splitlines(keepends=True)
    chance = random.Random(11)
    for _ in range(5):
        at = chance.randrange(len(lines))
        write(guests, {"c.yaml": "".join(lines[:at] + lines[at + 1 :])})
        harmless(guests, *CHECK, "--catalogue", "c.yaml", "a.xml", codes=(0, 1, 2))
        line = lines[at]
        broken = (
            line[: chance.randrange(len(line))]
            + chance.choice("{}[]:,'\"&*#\t")
            + line[chance.randrange(len(line)) :]
        )
        write(guests, {"c.yaml": "".join([*lines[:at], broken, *lines[at + 1 :]])})
        harmless(guests, *CHECK, "--catalogue", "c.yaml", "a.xml", codes=(0, 1, 2))


def test_a_compiled_catalogue_beside_a_strangers_is_not_believed(guests: Path) -> None:
    """Who reviews the YAML must have reviewed what is used."""
    write(guests, {"c.yaml": SHIPPED.read_bytes()})
    from mtype.catalogue.compiled import pack
    from mtype.catalogue.digest import digest, stamp

    data = SHIPPED.read_bytes()
    nothing = {"lines": [], "types": [], "boards": {}, "vendors": {}, "overlays": [], "overrides": []}
    for key in (stamp(data), digest(data, [("c.yaml", data)])):
        write(guests, {"machine-types.jsonl": pack(nothing, key)})
        ran = harmless(guests, *CHECK, "--catalogue", "c.yaml", "a.xml", codes=(0,))
        assert "q35 is an alias" in ran.out


# -- captured capabilities ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(bytes(1000), id="zeros"),
        pytest.param(b"\xff\xfe\xfd", id="binary"),
        pytest.param(NESTED.encode(), id="nested lists"),
        pytest.param(b'{"return": ' + b"[" * 100_000, id="nested reply"),
        pytest.param(b'{"return": 3}', id="a number"),
        pytest.param(b'{"return": [{"name": 3}]}', id="a machine without a name"),
        pytest.param(b"<capabilities>", id="cut short"),
        pytest.param(b"<capabilities>" + b"<a>" * 100_000, id="nested elements"),
        pytest.param(b"<domain type='kvm'/>", id="a domain"),
        pytest.param(b"Supported machines are:\n", id="no machines"),
        pytest.param(
            b"<!DOCTYPE a [<!ENTITY b SYSTEM 'pipe'>]><capabilities>&b;</capabilities>",
            id="an external entity",
        ),
        pytest.param(
            b"<!DOCTYPE a [<!ENTITY b 'c'>]><capabilities><host>&b;</host></capabilities>", id="an entity"
        ),
        pytest.param(b"<!DOCTYPE capabilities SYSTEM 'pipe'><capabilities/>", id="a DTD"),
    ],
)
def test_a_hostile_capture_is_refused(guests: Path, data: bytes) -> None:
    os.mkfifo(guests / "pipe")
    write(guests, {"capture": data})
    harmless(guests, *CHECK, "--capabilities", "capture", "a.xml", codes=(2,))


def test_a_capture_of_a_gigabyte_is_refused(guests: Path) -> None:
    sparse(guests / "capture")
    harmless(guests, *CHECK, "--capabilities", "capture", "a.xml", codes=(2,), seconds=3)


@pytest.mark.parametrize(
    "name", ["qemu-11.1-x86_64.json", "qemu-5.2-x86_64.help", "libvirt-9.0-capabilities.xml"]
)
def test_a_damaged_capture_is_refused_or_knows_less(guests: Path, name: str) -> None:
    data = (FIXTURES / "capabilities" / name).read_bytes()
    chance = random.Random(5)
    for _ in range(8):
        piece = bytearray(data)
        for _ in range(3):
            at = chance.randrange(len(piece))
            piece[at : at + chance.randrange(20)] = chance.randbytes(chance.randrange(4))
        write(guests, {"capture": bytes(piece[: chance.randrange(len(piece))])})
        harmless(guests, *CHECK, "--capabilities", "capture", "a.xml", codes=(0, 1, 2))
