"""What besides the machine type keeps a guest from another host?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.migration.host_devices import host_device
from mtype.migration.way import Answer, Kind, Reason, Verdict
from mtype.model.portability import HostAbilities, Portability

# The founding document on migration: the same devices, images, paths and no -snapshot on both sides.
_KVM = "https://www.linux-kvm.org/page/Migration"
_CPU = "https://libvirt.org/formatdomain.html#cpu-model-and-topology"
_SHMEM = "https://libvirt.org/formatdomain.html#shared-memory-device"
_CAPABILITIES = "https://libvirt.org/formatdomaincaps.html"
_9P = "https://wiki.qemu.org/Documentation/9psetup"
# qemuMigrationSrcIsAllowed, which libvirt asks before a migration and before a save.
ALLOWED = "https://gitlab.com/libvirt/libvirt/-/blob/master/src/qemu/qemu_migration.c"
Found = tuple[Verdict, Reason]


def with_obstacles(answer: Answer, guest: Portability, there: HostAbilities | None) -> Answer:
    """`answer` with what the definition adds to it: the verdict gets no better."""
    lacking = _lacking(guest, answer.kind, there) if there else ()
    return with_found(answer, (*_obstacles(guest, answer.kind), *lacking))


def with_found(answer: Answer, found: tuple[Found, ...]) -> Answer:
    """`answer` with more reasons, and the worst of their verdicts and its own."""
    if not found:
        return answer
    verdict = max((answer.verdict, *(verdict for verdict, _ in found)), key=lambda one: one.rank)
    return answer._replace(verdict=verdict, reasons=(*answer.reasons, *(reason for _, reason in found)))


def _obstacles(guest: Portability, kind: Kind) -> Iterator[Found]:
    if guest.too_many:
        yield Verdict.UNKNOWN, Reason("MT504", "it has more devices than are looked at")
    for device in guest.host_devices:
        yield host_device(device, kind)
    if kind is not Kind.STOPPED:
        yield from _of_state(guest)
    if guest.local_disks:
        paths = ", ".join(guest.local_disks[:3]) + (", …" if len(guest.local_disks) > 3 else "")
        text = f"its images must be there at the same path (live: or --copy-storage-all): {paths}"
        yield Verdict.SUPPORTED, Reason("MT504", text, (_KVM,))


def _of_state(guest: Portability) -> Iterator[Found]:
    """What stands in the way of the state of a guest that runs."""
    for disk in guest.transient_disks:
        text = f"the disk {disk} is transient (as with -snapshot): what was written to it stays behind"
        yield Verdict.IMPOSSIBLE, Reason("MT504", text, (_KVM, ALLOWED))
    for folder in guest.mounted:
        text = f"{folder} is a folder of its host: while the guest has it mounted it cannot be moved"
        yield Verdict.UNSUPPORTED, Reason("MT504", text, (_9P,))
    for name in guest.shared_memory:
        text = f"the shared memory {name} is its host's, and only one with role='master' is moved: detach it"
        yield Verdict.IMPOSSIBLE, Reason("MT504", text, (_SHMEM, ALLOWED))
    for name in guest.copied_memory:
        text = f"the shared memory {name} goes along, and the other users of it stay behind"
        yield Verdict.UNSUPPORTED, Reason("MT504", text, (_SHMEM,))
    if guest.fixed_clock:
        text = "its CPU has invtsc, and no frequency is written down (<timer name='tsc' frequency='…'/>)"
        yield Verdict.IMPOSSIBLE, Reason("MT504", text, (ALLOWED,))
    if guest.cpu == "host-passthrough":
        text = "its CPU is that of its host (host-passthrough): the other one must have the very same"
        yield Verdict.UNSUPPORTED, Reason("MT504", text, (_CPU,))
    if guest.cpu == "host-model":
        text = "its CPU is made from that of its host (host-model): the other one must have all its features"
        yield Verdict.SUPPORTED, Reason("MT504", text, (_CPU,))


def _lacking(guest: Portability, kind: Kind, there: HostAbilities) -> Iterator[Found]:
    """What the destination says it cannot do."""
    if guest.cpu and there.cpu_modes and guest.cpu not in there.cpu_modes:
        text = f"the other host has no CPU of the mode {guest.cpu}"
        yield Verdict.IMPOSSIBLE, Reason("MT504", text, (_CAPABILITIES,))
    if guest.cpu_model and there.cpu_models and kind is not Kind.STOPPED:
        usable = there.cpu_models.get(guest.cpu_model)
        if usable is not True:
            said = "cannot run" if usable is False else "does not know"
            text = f"the other host {said} the CPU {guest.cpu_model}"
            yield Verdict.IMPOSSIBLE, Reason("MT504", text, (_CAPABILITIES,))
    for what, value in guest.features:
        known = there.features.get(what)
        if known is not None and value not in known:
            text = f"the other host has no {what} {value}"
            yield Verdict.IMPOSSIBLE, Reason("MT504", text, (_CAPABILITIES,))
