"""Does root run an emulator as root? Never; and what does it say where there is nobody to become?"""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from mtype.hosts import privileges
from mtype.hosts.emulator import ask_emulator
from mtype.hosts.privileges import NoUserError, unprivileged_user
from mtype.model.errors import EmulatorError
from tests.required import lacking

NOBODY = pwd.struct_passwd(("nobody", "x", 65534, 65534, "", "/", "/bin/false"))
EVERYBODY = {"uid": "0 0 4294967295", "gid": "0 0 4294967295"}
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives up privileges")


def said(path: str) -> str:
    with pytest.raises(EmulatorError) as caught:
        ask_emulator(path)
    return str(caught.value)


@only_root
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("id -ru", "65534"),
        ("id -u", "65534"),
        ("id -rg", "65534"),
        ("id -G", "65534"),
        ("grep CapEff /proc/self/status | tr -d '\\t'", "CapEff:0000000000000000"),
        ("cat /etc/shadow && echo open || echo closed", "closed"),
    ],
)
def test_an_emulator_does_not_run_as_root(script, question, answer):
    if pwd.getpwnam("nobody").pw_uid != 65534:
        lacking("The user nobody has another number than 65534 here.")
    path = script(f"exec 3>&2 2>/dev/null; x=$({question}); echo $x >&3; exit 3")
    assert f"ended with status 3 ('{answer}')" in said(path)


@only_root
def test_what_nobody_may_not_run_is_not_run(script):
    path = script("exit 0")
    os.chmod(path, 0o700)
    assert "root does not run emulators as itself, and nobody may not" in said(path)


def test_environment_and_folder(script, monkeypatch):
    monkeypatch.setenv("SECRET", "x")
    nosy = script('[ "$(pwd)$LC_ALL$HOME$SECRET" = /C ] && echo clean >&2; exit 3')
    assert "ended with status 3 ('clean')" in said(nosy)


@pytest.fixture
def system(monkeypatch, tmp_path):
    """Pretends who we are, which users there are, and how this user namespace maps them."""

    def pretend(euid=0, user: pwd.struct_passwd | None = NOBODY, **maps: str) -> None:
        people = {"nobody": user} if user else {}
        monkeypatch.setattr(os, "geteuid", lambda: euid)
        monkeypatch.setattr(pwd, "getpwnam", people.__getitem__)
        for kind, rows in {**EVERYBODY, **maps}.items():
            (tmp_path / f"{kind}_map").write_text(rows)
        monkeypatch.setattr(privileges, "Path", lambda name: tmp_path / Path(name).name)

    return pretend


@pytest.mark.parametrize(
    ("how", "user"),
    [
        pytest.param({}, NOBODY, id="root"),
        pytest.param({"euid": 1000}, None, id="an ordinary user"),
        pytest.param({"uid": "0 1000 1\n1 100000 65536", "gid": "0 1000 70000"}, NOBODY, id="a container"),
        pytest.param({"uid": "0 1000 1", "gid": "0 1000 1"}, None, id="an ordinary user who plays root"),
        pytest.param({"user": None, "uid": "0 1000 1"}, None, id="the same, without nobody"),
    ],
)
def test_who_runs_it(system, how, user):
    system(**how)
    assert unprivileged_user() == user


@pytest.mark.parametrize(
    ("how", "why"),
    [
        pytest.param({"user": None}, "there is no user nobody here", id="no nobody"),
        pytest.param({"uid": "0 0 1"}, "this user namespace has no nobody", id="real root alone"),
        pytest.param({"gid": "0 0 1"}, "this user namespace has no nobody", id="real root's group alone"),
        pytest.param({"user": (*NOBODY[:2], 0, *NOBODY[3:])}, "nobody is root here", id="nobody is root"),
    ],
)
def test_where_there_is_nobody_to_become_nothing_runs(system, script, how, why):
    path = script("touch started; exit 1")
    if how.get("user"):
        how = {**how, "user": pwd.struct_passwd(how["user"])}
    system(**how)
    with pytest.raises(NoUserError, match=f"^{why}$"):
        unprivileged_user()
    assert said(path) == f"{path} is not run, for root does not run emulators as itself, and {why}."


def test_a_system_that_does_not_tell_its_maps(system, tmp_path):
    system()
    (tmp_path / "uid_map").unlink()
    assert unprivileged_user() == NOBODY
