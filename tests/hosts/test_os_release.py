from __future__ import annotations

from mtype.hosts.os_release import read_os_release

NOBLE = r"""
# comment
PRETTY_NAME="Ubuntu 24.04.1 LTS"
NAME='Ubuntu'
ID=ubuntu
ID_LIKE="debian suse"
  VERSION_CODENAME=noble
QUOTED="a \"b\" \$c \`d\` \\e"
OPEN="never closed
EMPTY=
not an assignment
=x
LAST=yes"""


def test_quoting(tmp_path):
    path = tmp_path / "os-release"
    path.write_bytes(NOBLE.encode().replace(b"ID=ubuntu\n", b"ID=ubuntu\r\n") + b"\nBAD=\xff")
    found = read_os_release(str(path), str(tmp_path / "none"))
    assert found == {
        "PRETTY_NAME": "Ubuntu 24.04.1 LTS",
        "NAME": "Ubuntu",
        "ID": "ubuntu",
        "ID_LIKE": "debian suse",
        "VERSION_CODENAME": "noble",
        "QUOTED": 'a "b" $c `d` \\e',
        "EMPTY": "",
        "LAST": "yes",
        "BAD": "�",
    }


def test_fallback_and_nothing(tmp_path):
    fallback = tmp_path / "lib"
    fallback.write_text("ID=debian\n")
    assert read_os_release(str(tmp_path / "etc"), str(fallback)) == {"ID": "debian"}
    assert read_os_release(str(tmp_path), str(tmp_path / "no")) == {}


def test_this_host():
    assert all(isinstance(value, str) for value in read_os_release().values())
