"""Is an entity never expanded, and nothing opened that a definition names?"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import call, domain, environment, write
from tests.hostile.harmless import harmless
from tests.hostile.linted import CHECK, DOMAIN, report
from tests.required import lacking

BOMB = "<!DOCTYPE domain [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
QUADRATIC = f"<!DOCTYPE domain [<!ENTITY a '{'x' * 100_000}'>]>"
PARAMETER = "<!DOCTYPE domain [<!ENTITY % a '<!ENTITY b SYSTEM \"{}\">'> %a;]>"


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
def test_entities_are_never_expanded(tmp_path: Path, text: str, schema: list[str]) -> None:
    result = report(tmp_path, text, *schema, codes=(0, 1, 3), seconds=5)
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


@pytest.mark.parametrize("what", OUTSIDE)
def test_nothing_outside_is_opened(tmp_path: Path, what: str, schema: list[str]) -> None:
    """A FIFO that is opened blocks for ever, and a port that is asked is heard."""
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
            tmp_path, *CHECK, *schema, *[f"guest-{n}.xml" for n in range(len(places))], codes=(0, 1, 3)
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
