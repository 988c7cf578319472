"""May files, folders and domains have any name, and come and go as they like?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from tests.cli.command import call, domain, environment, write
from tests.hostile.harmless import harmless
from tests.hostile.linted import CHECK, DOMAIN

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
