"""Is an image taken for this machine's only where the daemon behind the socket sees the same file?"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from mtype.hosts import image_place
from mtype.hosts.image_place import check_here, identity
from mtype.upgrade.disks import ImageError

# Listens at its first argument, then goes into the root that its second one is.
DAEMON = """
import os, socket, sys
with socket.socket(socket.AF_UNIX) as listener:
    listener.bind(sys.argv[1])
    listener.listen()
    if len(sys.argv) > 2:
        os.chroot(sys.argv[2])
    print("ready", flush=True)
    sys.stdin.read()
"""
# Passes on what it hears, as `ssh -L` does.
FORWARDER = """
import socket, sys
with socket.socket(socket.AF_UNIX) as listener:
    listener.bind(sys.argv[1])
    listener.listen()
    print("ready", flush=True)
    while True:
        client, _ = listener.accept()
        with client, socket.socket(socket.AF_UNIX) as beyond:
            beyond.connect(sys.argv[2])
            beyond.sendall(client.recv(1 << 16))
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="chroot needs root")
Listen = Callable[..., str]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short name: the path of a socket has at most 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="vmt-", dir="/tmp") as made:
        yield Path(made)


@pytest.fixture
def listen(folder: Path) -> Iterator[Listen]:
    """Starts a program of a name that serves a socket, and gives the URI that names it."""
    with ExitStack() as stack:

        def start(name: str, script: str = DAEMON, *more: str | Path) -> str:
            place = folder / f"{name}-sock"
            program = folder / name
            shutil.copy(Path(sys.executable).resolve(), program)  # the kernel knows it by that name
            stack.enter_context(running(program, script, place, *more))
            return f"qemu:///system?socket={place}"

        yield start


@contextmanager
def running(program: Path, *arguments: str | Path) -> Iterator[None]:
    with subprocess.Popen(
        [program, "-Sc", *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={"PYTHONHOME": sys.base_prefix},
    ) as process:  # fmt: skip
        assert process.stdout is not None and process.stderr is not None
        try:
            assert process.stdout.readline() == "ready\n", process.stderr.read()
            yield
        finally:
            process.kill()


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "disk.qcow2"
    path.write_text("here")
    return path


@pytest.mark.parametrize("name", ["libvirtd", "virtqemud", "virtproxyd"])
def test_what_a_daemon_of_libvirt_sees_as_we_do_is_here(name: str, listen: Listen, image: Path) -> None:
    uri = listen(name)
    check_here(uri, str(image))
    image.unlink()
    check_here(uri, str(image))  # gone for both


def test_a_daemon_that_was_upgraded_since_is_known(listen: Listen, image: Path, folder: Path) -> None:
    uri = listen("libvirtd")
    (folder / "libvirtd").unlink()
    check_here(uri, str(image))


def test_a_socket_that_is_forwarded_is_refused(listen: Listen, image: Path, folder: Path) -> None:
    listen("libvirtd")
    uri = listen("ssh", FORWARDER, folder / "libvirtd-sock")
    with pytest.raises(ImageError, match=r"it cannot be told .*/ssh \(process \d+\) listens at") as told:
        check_here(uri, str(image))
    assert told.value.remedy == "run it on the host itself, without socket= in the URI"


@pytest.mark.parametrize("serve", [lambda path: None, lambda path: path.write_text("")])
def test_a_socket_where_nobody_answers_is_refused(
    serve: Callable[[Path], None], folder: Path, image: Path
) -> None:
    serve(folder / "sock")
    for place in (f"{folder}/sock", "", f"/{'x' * 200}"):
        with pytest.raises(ImageError, match=r"it cannot be told .*: nobody answers at"):
            check_here(f"qemu:///system?socket={place}", str(image))


def test_a_listener_that_ended_is_refused(folder: Path, image: Path) -> None:
    """Its socket lives on in another process, as one that a service manager passes on may."""
    place = folder / "sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))
        script = f"import socket; socket.socket(fileno={listener.fileno()}).listen()"
        subprocess.run([sys.executable, "-c", script], pass_fds=[listener.fileno()], check=True)
        with pytest.raises(ImageError, match=r"process \d+ listens at .*: No such file"):
            check_here(f"qemu:///system?socket={place}", str(image))


# -- a daemon in another root ------------------------------------------------------------------------


@pytest.fixture
def root(folder: Path, image: Path) -> Path:
    """Another root, with the folder of the image."""
    made = folder / "root"
    inside(made, image).parent.mkdir(parents=True)
    return made


def inside(root: Path, path: Path) -> Path:
    return root / str(path).lstrip("/")


@as_root
@pytest.mark.parametrize("there", [True, False])
def test_another_file_of_that_name_is_refused(there: bool, listen: Listen, image: Path, root: Path) -> None:
    if there:
        inside(root, image).write_text("there")
    uri = listen("libvirtd", DAEMON, root)
    with pytest.raises(ImageError, match=f"is not the one here: .* it is {'another' if there else 'not'}"):
        check_here(uri, str(image))


@as_root
def test_a_file_that_is_only_there_is_refused(listen: Listen, image: Path, root: Path) -> None:
    inside(root, image).write_text("there")
    image.unlink()
    uri = listen("libvirtd", DAEMON, root)
    with pytest.raises(ImageError, match=r"is not the one here: .* it is another file"):
        check_here(uri, str(image))


@as_root
def test_the_same_file_in_another_root_is_here(listen: Listen, image: Path, root: Path, folder: Path) -> None:
    moved = Path(shutil.move(image, folder / "disk.qcow2"))  # a hard link stays on one file system
    image.symlink_to(moved)
    os.link(moved, inside(root, image))
    check_here(listen("libvirtd", DAEMON, root), str(image))


@as_root
def test_links_are_followed_inside_that_root(listen: Listen, image: Path, root: Path, folder: Path) -> None:
    """Seen from here the link leads to our image; for the daemon it leads to its own."""
    link = folder / "link"
    link.symlink_to(image)
    inside(root, folder).mkdir(parents=True, exist_ok=True)
    inside(root, link).symlink_to(f"/../..{image}")
    inside(root, image).write_text("there")
    uri = listen("libvirtd", DAEMON, root)
    with pytest.raises(ImageError, match="it is another file"):
        check_here(uri, str(link))
    inside(root, link).unlink()
    inside(root, link).symlink_to(link)
    with pytest.raises(ImageError, match=r"cannot be told .*: Too many levels of symbolic links"):
        check_here(uri, str(link))


# -- this machine's own daemon -----------------------------------------------------------------------

OWN = [
    "qemu:///system",
    "qemu+unix:///system",
    "qemu:///system?socket=/run/libvirt/libvirt-sock",
    "qemu:///system?socket=/var/run/libvirt/libvirt-sock",
    "qemu:///system?socket=/run/libvirt/libvirt-sock-ro",
    "qemu:///system?socket=/run/libvirt/virtqemud-sock",
]
NO_SYSTEM = ["qemu:///session", "qemu:///embed?root=/x", "test:///default"]


def nobody_answers(place: str) -> int:
    raise image_place._UntoldError(f"nobody answers at {place}")


@pytest.mark.parametrize("uri", [*OWN, *NO_SYSTEM])
@pytest.mark.parametrize("listener", [lambda place: os.getpid(), nobody_answers])
def test_the_machines_own_daemon_is_local_whoever_listens_for_it(
    uri: str, listener: Callable[[str], int], image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """systemd listens for a daemon that is started when it is needed."""
    monkeypatch.setattr(image_place, "_listener", listener)
    check_here(uri, str(image))


@pytest.mark.parametrize("uri", OWN)
def test_the_socket_of_its_host_in_a_container_is_refused(
    uri: str, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel gives 0 for a process that cannot be seen from here."""
    monkeypatch.setattr(image_place, "_listener", lambda place: 0)
    with pytest.raises(ImageError, match=r"is not the one here: whoever listens at .* outside"):
        check_here(uri, str(image))


@pytest.mark.parametrize("uri", NO_SYSTEM)
def test_of_a_session_and_an_embedded_driver_nobody_is_asked(
    uri: str, image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(image_place, "_listener", lambda place: 0)
    check_here(uri, str(image))


def test_an_image_is_known_by_whatever_name(image: Path, tmp_path: Path) -> None:
    link, hard, other = (tmp_path / name for name in ("link", "hard", "other"))
    link.symlink_to(image)
    os.link(image, hard)
    other.write_text("here")
    assert identity(str(image)) == identity(str(link)) == identity(str(hard)) != identity(str(other))
