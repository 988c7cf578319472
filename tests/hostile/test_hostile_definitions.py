"""Does a definition of any kind end as a finding or a skipped row, never as a crash, a wait or a wrong 0?"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.check import build
from tests.cli.command import EXAMPLES, FIXTURES, call, domain, environment, write
from tests.hostile.harmless import harmless
from tests.required import lacking, libvirt_schemas

CHECK = ("check", "--for", "debian:13", "--format", "json")
DOMAIN = domain("pc-q35-2.3")


def report(
    folder: Path,
    content: str | bytes,
    *more: str,
    codes: tuple[int, ...] = (1, 2, 3),
    seconds: float = 10,
) -> dict[str, Any]:
    """The report on one file with this content."""
    write(folder, {"guest.xml": content})
    ran = harmless(folder, *CHECK, *more, "guest.xml", codes=codes, seconds=seconds)
    result: dict[str, Any] = json.loads(ran.out)
    # Whatever is in it, the file is accounted for.
    assert len(result["definitions"]) + len(result["findings"]) + len(result["skipped"]) > 0
    return result


def told(result: dict[str, Any]) -> str:
    """The finding or the reason of the only file."""
    rows: list[dict[str, Any]] = [*result["findings"], *result["skipped"]]
    assert len(rows) == 1
    return str(rows[0].get("message", rows[0].get("reason")))


# -- truncated and damaged ---------------------------------------------------------------------------


def test_a_definition_cut_at_any_place_is_a_finding(tmp_path: Path) -> None:
    for example in sorted(EXAMPLES.rglob("*.xml")):
        data = example.read_bytes()
        end = data.rindex(b">") + 1
        for size in random.Random(1).sample(range(end), 12):
            write(tmp_path, {f"{example.stem}-{size}.xml": data[:size]})
    ran = harmless(tmp_path, *CHECK, ".")
    result = json.loads(ran.out)
    assert result["summary"]["unparsed"] == len(list(tmp_path.glob("*.xml")))
    assert result["definitions"] == []
    assert {finding["rule"] for finding in result["findings"]} == {"MT601"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=3)), min_size=1, max_size=8))
def test_a_damaged_definition_never_crashes_a_run(tmp_path: Path, damage: list[tuple[int, bytes]]) -> None:
    folder = tmp_path / "damaged"
    for number, example in enumerate(sorted(EXAMPLES.rglob("*.xml"))):
        data = bytearray(example.read_bytes())
        for place, piece in damage:
            at = place % len(data)
            data[at : at + len(piece)] = piece
        write(folder, {f"{number}.xml": bytes(data)})
    outcomes = [build.lint(folder, schema=schema) for schema in (None, "own")]
    for ran in outcomes:
        paths = {row.path for row in ran.rows} | {finding.path for finding in ran.findings}
        paths |= {skip.path for skip in ran.skipped}
        assert len(paths) == len(list(folder.iterdir()))


def test_an_empty_file_is_a_finding(tmp_path: Path) -> None:
    assert "empty" in told(report(tmp_path, ""))
    assert "empty" in told(report(tmp_path, " \n\n"))


@pytest.mark.parametrize("what", ["program", "noise", "zeros", "image", "gzip"])
def test_binary_is_a_finding(tmp_path: Path, what: str) -> None:
    data = {
        "program": Path(os.path.realpath(sys.executable)).read_bytes()[:500_000],
        "noise": random.Random(7).randbytes(200_000),
        "zeros": bytes(200_000),
        "image": b"QFI\xfb\0\0\0\3" + bytes(60_000),
        "gzip": b"\x1f\x8b\x08\0" + random.Random(8).randbytes(5000),
    }[what]
    result = report(tmp_path, data)
    assert [finding["rule"] for finding in result["findings"]] == ["MT601"]


def test_control_characters_and_lone_surrogates_are_findings(tmp_path: Path) -> None:
    for data in (
        DOMAIN.encode().replace(b"nas", b"n\x01s"),
        DOMAIN.encode().replace(b"nas", b"\xed\xa0\x80"),
    ):
        assert [finding["rule"] for finding in report(tmp_path, data)["findings"]] == ["MT601"]


# -- encodings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"]
)
def test_what_libvirt_reads_is_read(tmp_path: Path, encoding: str) -> None:
    names = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16", "latin-1": "iso-8859-1"}
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    guest = domain("pc-q35-2.3", "caf\u00e9")
    text = f"<?xml version='1.0' encoding='{names.get(encoding, encoding)}'?>\n{guest}"
    result = report(tmp_path, mark + text.encode(encoding))
    assert result["definitions"][0]["domain"] == "caf\u00e9"
    assert [(finding["line"], finding["column"]) for finding in result["findings"]] == [(5, 25)]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-32", "utf-32"),
        ("utf-7", "utf-7"),
        ("cp037", "ebcdic-cp-us"),
        ("utf-16", "utf-8"),
        ("utf-8", "utf-16"),
        ("utf-8", "none"),
        ("utf-8", "../../etc/passwd"),
        ("utf-8", "idna"),
        ("utf-8", "undefined"),
        ("utf-8", "unicode_escape"),
        ("utf-8", "zlib_codec"),
        ("utf-8", "x" * 10_000),
    ],
)
def test_other_encodings_and_lies_about_them_are_findings(tmp_path: Path, encoding: str, name: str) -> None:
    result = report(tmp_path, f"<?xml version='1.0' encoding='{name}'?>\n{DOMAIN}".encode(encoding))
    assert [finding["rule"] for finding in result["findings"]] in (["MT601"], ["MT201"])
    assert result["summary"]["unparsed"] == (result["findings"][0]["rule"] == "MT601")


# -- size --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [b"", DOMAIN.encode(), b"<domain type='kvm'><!--"])
def test_a_gigabyte_is_not_read(tmp_path: Path, start: bytes) -> None:
    with open(tmp_path / "guest.xml", "wb") as stream:
        stream.write(start)
        stream.truncate(1 << 30)
    ran = harmless(tmp_path, *CHECK, ".", codes=(3,), seconds=2)
    (skip,) = json.loads(ran.out)["skipped"]
    assert skip["reason"] == "is 1024.0 MiB, larger than the 64.0 MiB that are read"


def test_a_gigabyte_on_the_standard_input_is_not_read(tmp_path: Path) -> None:
    limited = call(*CHECK, "--max-size", "1", "-")
    writer = subprocess.Popen(["cat", "/dev/zero"], stdout=subprocess.PIPE)
    ran = subprocess.run(
        limited, stdin=writer.stdout, env=environment(), capture_output=True, timeout=20, check=False
    )
    writer.kill()
    writer.communicate()
    assert ran.returncode in (1, 3)
    assert b"Traceback" not in ran.stderr


def _little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


@pytest.mark.parametrize(
    ("before", "filler", "after"),
    [
        pytest.param("<!--", " ", "-->", id="a comment"),
        pytest.param("<metadata>", "text ", "</metadata>", id="text"),
        pytest.param("<metadata a='", "x", "'/>", id="an attribute"),
        pytest.param("<metadata>", "<a/>", "</metadata>", id="elements"),
        pytest.param("<devices>", "<disk><target dev='hda' bus='ide'/></disk>", "</devices>", id="devices"),
        pytest.param("<?pi ", "x", "?>", id="a processing instruction"),
    ],
)
def test_memory_and_time_stay_small_for_a_large_definition(
    tmp_path: Path, before: str, filler: str, after: str
) -> None:
    size = 20 << 20
    text = domain("pc-q35-2.3", inside=before + filler * (size // len(filler)) + after)
    write(tmp_path, {"guest.xml": text})
    ran = subprocess.run(
        call(*CHECK, "guest.xml"), cwd=tmp_path, env=environment(), capture_output=True, timeout=30,
        preexec_fn=_little_memory, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (1, b"")


def test_a_machine_type_of_megabytes_is_told_in_a_few_words(tmp_path: Path) -> None:
    result = report(tmp_path, domain("pc-q35-" + "9" * 5_000_000, "n" * 1_000_000))
    assert len(json.dumps(result)) < 30_000


def test_many_domains_in_one_file_are_linted_in_time(tmp_path: Path) -> None:
    text = "<all>" + domain("q35") * 20_000 + "</all>"
    result = report(tmp_path, text, codes=(0,), seconds=15)
    assert result["summary"]["findings"]["warning"] == 20_000


# -- depth -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<a>" * 100_000, id="no end"),
        pytest.param("<a>" * 100_000 + "</a>" * 100_000, id="no domain"),
        pytest.param("<domain type='kvm'>" * 100_000 + "</domain>" * 100_000, id="domains"),
        pytest.param(domain(inside="<a>" * 100_000 + "</a>" * 100_000), id="in a domain"),
    ],
)
@pytest.mark.parametrize(
    "more", [[], ["--schema", "own"], ["--schema", "libvirt"]], ids=["plain", "own", "libvirt"]
)
def test_deep_nesting_is_a_finding(tmp_path: Path, text: str, more: list[str]) -> None:
    if "libvirt" in more:
        libvirt_schemas()
    assert "nested deeper than 256" in told(report(tmp_path, text, *more))


# -- entities and everything outside -----------------------------------------------------------------

BOMB = "<!DOCTYPE domain [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
QUADRATIC = f"<!DOCTYPE domain [<!ENTITY a '{'x' * 100_000}'>]>"
PARAMETER = "<!DOCTYPE domain [<!ENTITY % a '<!ENTITY b SYSTEM \"{}\">'> %a;]>"


@pytest.mark.parametrize(
    "more", [[], ["--schema", "own"], ["--schema", "libvirt"]], ids=["plain", "own", "libvirt"]
)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BOMB + domain(name="&a11;"), id="a billion laughs"),
        pytest.param(QUADRATIC + domain(name="&a;" * 10_000), id="quadratic"),
        pytest.param(BOMB + domain("&a11;"), id="in the attribute"),
        pytest.param(BOMB.replace("domain", "a") + "<a>&a11;</a>", id="without a domain"),
        pytest.param("<!DOCTYPE domain [<!ENTITY a '&a;'>]>" + domain(name="&a;"), id="of itself"),
        pytest.param("<!DOCTYPE domain [<!ENTITY % a '&#37;a;'> %a;]>" + DOMAIN, id="of itself, in the DTD"),
        pytest.param(
            "<!DOCTYPE domain [<!ATTLIST type machine CDATA 'pc-1.0'>]>" + domain(None), id="defaults"
        ),
    ],
)
def test_entities_are_never_expanded(tmp_path: Path, text: str, more: list[str]) -> None:
    if "libvirt" in more:
        libvirt_schemas()
    result = report(tmp_path, text, *more, codes=(0, 1, 3), seconds=5)
    assert "hahaha" not in json.dumps(result)
    if "ATTLIST" in text:  # what only a DTD says is not said: libvirt does not read it either
        assert result["definitions"][0]["machine_type"] is None
    else:
        assert result["skipped"][0]["failed"]
        assert "entit" in result["skipped"][0]["reason"]


OUTSIDE = {
    "an external entity": "<!DOCTYPE domain [<!ENTITY a SYSTEM '{}'>]>" + domain(name="&a;"),
    "a public entity": "<!DOCTYPE domain [<!ENTITY a PUBLIC 'x' '{}'>]>" + domain(name="&a;"),
    "a DTD": "<!DOCTYPE domain SYSTEM '{}'><domain type='kvm'><name>nas</name></domain>",
    "a parameter entity": "<!DOCTYPE domain [<!ENTITY % a SYSTEM '{}'> %a;]><domain type='kvm'/>",
    "a nested entity": PARAMETER + "<domain type='kvm'><name>&b;</name></domain>",
    "XInclude": "<domain type='kvm' xmlns:xi='http://www.w3.org/2001/XInclude'>"
    "<xi:include href='{}' parse='text'/></domain>",
    "a style sheet": "<?xml-stylesheet href='{}'?><domain type='kvm'/>",
    "a schema location": "<domain type='kvm' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
    "xsi:noNamespaceSchemaLocation='{0}' xsi:schemaLocation='urn:a {0}'/>",
    "xml:base": "<!DOCTYPE domain [<!ENTITY a SYSTEM 'x'>]><domain type='kvm' xml:base='{}'>&a;</domain>",
}
MODES = [[], ["--schema", "own"], ["--schema", "libvirt"]]


@pytest.mark.parametrize("what", OUTSIDE)
@pytest.mark.parametrize("more", MODES, ids=["plain", "own", "libvirt"])
def test_nothing_outside_is_opened(tmp_path: Path, what: str, more: list[str]) -> None:
    """A FIFO that is opened blocks for ever, and a port that is asked is heard."""
    if "libvirt" in more:
        libvirt_schemas()
    os.mkfifo(tmp_path / "secret")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.01)
        port = listening.getsockname()[1]
        places = (
            f"{tmp_path}/secret",
            f"file://{tmp_path}/secret",
            "secret",
            f"http://127.0.0.1:{port}/x.dtd",
        )
        for number, place in enumerate(places):
            write(tmp_path, {f"guest-{number}.xml": OUTSIDE[what].format(place)})
        ran = harmless(
            tmp_path, *CHECK, *more, *[f"guest-{n}.xml" for n in range(len(places))], codes=(0, 1, 3)
        )
        with pytest.raises(TimeoutError):
            listening.accept()
    assert (
        len(
            {
                row["path"]
                for rows in ("definitions", "findings", "skipped")
                for row in json.loads(ran.out)[rows]
            }
        )
        == 4
    )


def tracer(output: Path) -> list[str]:
    """The words before a command that write to `output` what it opens."""
    strace = shutil.which("strace")
    if strace is None:
        lacking("strace is not installed.")
    words = [strace, "-f", "-o", str(output), "-e", "trace=openat,open,connect,socket,readlink"]
    if subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        lacking("This host does not let us trace.")
    return words


def test_the_kernel_sees_no_access_to_what_an_entity_names(tmp_path: Path) -> None:
    traced = tracer(tmp_path / "trace")
    write(
        tmp_path, {f"{n}.xml": text.format(f"{tmp_path}/secret") for n, text in enumerate(OUTSIDE.values())}
    )
    write(tmp_path, {"secret": "root:x:0:0\n"})
    words = call(*CHECK, "--schema", "own", *[f"{n}.xml" for n in range(len(OUTSIDE))])
    ran = subprocess.run(
        [*traced, *words], cwd=tmp_path, env=environment(), capture_output=True, timeout=60, check=False
    )
    trace = (tmp_path / "trace").read_text(errors="replace")
    assert ran.returncode in (0, 1, 3)
    assert "0.xml" in trace
    assert "secret" not in trace
    assert "connect(" not in trace
    assert b"root:x" not in ran.stdout


# -- names and folders -------------------------------------------------------------------------------

NAMES = [
    b"new\nline.xml",
    b"carriage\rreturn.xml",
    b"tab\t.xml",
    b"quo'te\".xml",
    b"<b>&amp;.xml",
    b"::error file=a::.xml",
    b"caf\xc3\xa9.xml",
    b"not utf-8 \xff\xfe.xml",
    b"\x1b[31mred.xml",
    b"-rf.xml",
    b"%s%n{0}.xml",
    b"a,b;c|d.xml",
    "\u202egpj.xml".encode(),
    b" .xml",
    b"x" * 250 + b".xml",
    b"`id`.xml",
    b"$(id).xml",
]


@pytest.mark.parametrize(
    "form", ["text", "json", "jsonl", "sarif", "junit", "github", "markdown", "html", "prometheus"]
)
def test_a_file_may_have_any_name(tmp_path: Path, form: str) -> None:
    folder = os.fsencode(tmp_path)
    for name in NAMES:
        Path(os.fsdecode(folder + b"/" + name)).write_text(DOMAIN)
    ran = harmless(tmp_path, "check", "--for", "debian:13", "--format", form, ".", codes=(1,))
    assert not set("\x1b\r\x07") & set(ran.out)
    ran.out.encode("utf-8")  # no lone surrogates: a consumer can read it
    if form == "json":
        assert len(json.loads(ran.out)["findings"]) == len(NAMES)
    if form == "github":
        assert all(line.startswith(("::error file=", "17 definitions")) for line in ran.out.splitlines())


def test_a_name_with_dots_leads_where_it_says(tmp_path: Path) -> None:
    write(tmp_path, {"a/b/.keep": "", "secret.xml": DOMAIN})
    write(tmp_path, {"a/guest.xml": domain(name="../../../etc/passwd")})
    ran = harmless(tmp_path, *CHECK, "a/b/../../secret.xml", "a", codes=(1,))
    result = json.loads(ran.out)
    assert [row["path"] for row in result["definitions"]] == ["a/b/../../secret.xml", "a/guest.xml"]
    assert result["definitions"][1]["domain"] == "../../../etc/passwd"


@pytest.mark.parametrize("name", ["\u202e", "new&#10;line", "::error::", "]]>", "<![CDATA[<x>]]>", "{0}%s"])
def test_a_domain_may_have_any_name(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"guest.xml": domain("pc-q35-2.3", name)})
    for form in ("text", "github", "junit", "markdown", "html", "prometheus", "sarif"):
        ran = harmless(tmp_path, "check", "--for", "debian:13", "--format", form, ".", codes=(1,))
        assert "\u202e" not in ran.out or form == "sarif"
        assert not any(line.startswith("::error::") for line in ran.out.splitlines())


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path, {"a/guest.xml": domain()})
    (tmp_path / "a/loop").symlink_to("..")
    (tmp_path / "a/self.xml").symlink_to("self.xml")
    (tmp_path / "a/root").symlink_to(".")
    ran = harmless(tmp_path, *CHECK, ".", codes=(3,))
    result = json.loads(ran.out)
    assert [row["path"] for row in result["definitions"]] == ["./a/guest.xml"]
    assert [(skip["path"], skip["failed"]) for skip in result["skipped"]] == [("./a/self.xml", True)]


def test_very_deep_folders_are_walked(tmp_path: Path) -> None:
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(300):
            os.mkdir("d" * 10)
            os.chdir("d" * 10)
        Path("guest.xml").write_text(domain())
    finally:
        os.chdir(here)
    harmless(tmp_path, *CHECK, ".", codes=(0,))


def test_a_path_that_is_too_long_is_told(tmp_path: Path) -> None:
    harmless(tmp_path, *CHECK, "x/" * 5000 + "guest.xml", codes=(3,))


def test_files_that_come_and_go_meanwhile_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, {f"stays/{n}.xml": domain() for n in range(300)})
    going, stop = tmp_path / "going", threading.Event()

    def churn() -> None:
        while not stop.is_set():
            write(going, {f"{n}/{m}.xml": DOMAIN for n in range(5) for m in range(5)})
            shutil.rmtree(going, ignore_errors=True)

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        for _ in range(5):
            ran = subprocess.run(
                call(*CHECK, "."),
                cwd=tmp_path,
                env=environment(),
                capture_output=True,
                timeout=30,
                check=False,
            )
            assert ran.returncode in (0, 1, 3)
            assert ran.stderr == b""
            result = json.loads(ran.stdout)
            assert sum("stays" in row["path"] for row in result["definitions"]) == 300
    finally:
        stop.set()
        thread.join()


# -- save images -------------------------------------------------------------------------------------


def image(*numbers: int, xml: bytes = DOMAIN.encode(), magic: bytes = b"LibvirtQemudSave") -> bytes:
    return (
        magic + struct.pack("<19I", *(*numbers, *[0] * (19 - len(numbers)))) + xml + b"\0" + b"memory" * 100
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"LibvirtQemudSave", id="only the magic"),
        pytest.param(b"LibvirtQemudSave" + bytes(50), id="half a header"),
        pytest.param(image(99, 500), id="a version that is not known"),
        pytest.param(image(2, 500, magic=b"LibvirtQemudPart"), id="a save that did not finish"),
        pytest.param(image(2, 0), id="no XML"),
        pytest.param(image(2, 40), id="XML that is cut short"),
        pytest.param(image(2, 0xFFFFFFFF, xml=b"<domain>" * 10), id="a length that is a lie"),
        pytest.param(image(2, 500, 1, 200, xml=b"\x80" * 400), id="no text"),
        pytest.param(image(2, 500, xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + DOMAIN.encode()), id="entities"),
    ],
)
def test_a_damaged_save_image_is_a_finding_or_a_failure(tmp_path: Path, data: bytes) -> None:
    write(tmp_path, {"guest.save": data})
    ran = harmless(tmp_path, *CHECK, ".")
    assert ran.code in (1, 3)


def test_a_save_image_of_a_gigabyte_is_read_up_to_its_xml(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "libvirt" / "save-raw-q35.img", tmp_path / "guest.save")
    with open(tmp_path / "guest.save", "r+b") as stream:
        stream.truncate(1 << 30)
    ran = harmless(tmp_path, *CHECK, ".", codes=(0, 1), seconds=2)
    assert [row["carrier"] for row in json.loads(ran.out)["definitions"]] == ["save image"]
