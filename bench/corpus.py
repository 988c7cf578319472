"""What do ten thousand stored definitions look like? Made from the shipped examples."""

from __future__ import annotations

import random
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_UUID = re.compile(rb"<uuid>[^<]*</uuid>")
_NAME = re.compile(rb"<name>[^<]*</name>")
_DEVICE = rb"""
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none' discard='unmap'/>
      <source file='/var/lib/libvirt/images/data-%d.qcow2'/>
      <target dev='vd%s' bus='virtio'/>
      <address type='pci' domain='0x0000' bus='0x%02x' slot='0x00' function='0x0'/>
    </disk>
    <interface type='network'>
      <mac address='52:54:00:%02x:%02x:%02x'/>
      <source network='default'/>
      <model type='virtio'/>
    </interface>"""


def make_corpus(folder: Path, files: int, seed: int = 1) -> int:
    """Write `files` definitions of 1 to 30 KB below `folder`, 500 to a folder; returns the bytes written.

    Each is a well-formed example under another name and UUID, with more disks and interfaces, the sizes
    spread evenly; the same seed gives the same corpus.
    """
    chance = random.Random(seed)
    examples = [
        path.read_bytes()
        for path in sorted((ROOT / "examples").rglob("*.xml"))
        if path.name != "truncated.xml"
    ]
    written = 0
    for number in range(files):
        text = chance.choice(examples)
        text = _NAME.sub(b"<name>guest-%d</name>" % number, text, count=1)
        uuid = f"{chance.getrandbits(128):032x}"
        dashed = "-".join((uuid[:8], uuid[8:12], uuid[12:16], uuid[16:20], uuid[20:]))
        text = _UUID.sub(b"<uuid>%s</uuid>" % dashed.encode(), text, count=1)
        wanted = chance.randint(1024, 30 * 1024)
        more = []
        size = len(text)
        while size < wanted and b"</devices>" in text:
            n = len(more)
            device = _DEVICE % (n, b"%c%c" % (97 + n // 26 % 26, 97 + n % 26), n % 256, n % 256, 7, 9)
            more.append(device)
            size += len(device)
        text = text.replace(b"</devices>", b"".join(more) + b"\n  </devices>", 1)
        place = folder / f"{number // 500:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"guest-{number}.xml").write_bytes(text)
        written += len(text)
    return written


def make_large(path: Path, size: int) -> None:
    """One well-formed definition of about `size` bytes, for the memory figure."""
    text = (ROOT / "examples" / "debian" / "dns.xml").read_bytes()
    head, tail = text.split(b"</devices>", 1)
    device = _DEVICE % (1, b"zz", 9, 1, 2, 3)
    with path.open("wb") as stream:
        stream.write(head)
        for _ in range(max(0, (size - len(text)) // len(device))):
            stream.write(device)
        stream.write(b"</devices>" + tail)
