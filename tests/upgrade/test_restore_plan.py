"""Is a restore planned only where it can be done, with all that its owner should know?"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from mtype.model.definition import Carrier
from mtype.model.guest import Guest, State, Stored
from mtype.upgrade.backup import write_backup
from mtype.upgrade.backup_read import Backup, read_backup
from mtype.upgrade.choice import Refusal
from mtype.upgrade.conduct import Allowed, Conduct
from mtype.upgrade.disks import Image, ImageError
from mtype.upgrade.guest_plan import Kept, Refused, plan_diff
from mtype.upgrade.manifest import Disks
from mtype.upgrade.plan import DiskWork, Plan
from mtype.upgrade.restore_plan import DisksBack, gone, plan_restore
from mtype.upgrade.state_folder import open_state_folder
from tests.upgrade.backups import URI, UUID, contents

OLD, NEW = "pc-q35-5.2", "pc-q35-7.2"
TAKEN, NOW = "virt-machine-type-20261121T150536.123Z", "virt-machine-type-20261122T080000.000Z"
OTHER_UUID = UUID[:-1] + "2"


def definition(
    machine: str | None = OLD, *, name: str = "web", uuid: str = UUID, more: str = "", memory: int = 16
) -> str:
    attribute = f" machine='{machine}'" if machine else ""
    return f"""<domain type='kvm'>
  <name>{name}</name>
  <uuid>{uuid}</uuid>
  <memory>{memory}</memory>
  <os><type arch='x86_64'{attribute}>hvm</type></os>
  <devices>{more}</devices>
</domain>
"""


def guest(
    text: str, *stored: Stored, state: State = State.SHUT_OFF, name: str = "web", persistent: bool = True
) -> Guest:
    own = (Stored(Carrier.PERSISTENT, text),) if persistent else ()
    return Guest(URI, name, UUID, state, persistent=persistent, autostart=False, stored=(*own, *stored))


@pytest.fixture
def kept(tmp_path: Path) -> Backup:
    return made(tmp_path)


def made(folder: Path, text: str | None = None, disks: Disks | None = None) -> Backup:
    state = open_state_folder(str(folder / "state"))
    full = contents()._replace(definition=text or definition(), disks=disks)
    return read_backup(write_backup(state, full))


class Given:
    """Images by their path; `rests` are pairs of an image and one of its backing files."""

    def __init__(self, *rests: tuple[str, str], **images: Image) -> None:
        self._images = images
        self._rests = rests

    def image(self, path: str) -> Image:
        if path not in self._images:
            raise ImageError(f"its image {path} is not there", "put it back")
        return self._images[path]

    def check_here(self, uri: str, path: str) -> None:
        if "elsewhere" in uri:
            raise ImageError(f"{path} is not the one here", "run it there")

    def identity(self, path: str) -> str:
        return path

    def rests_on(self, path: str, base: str) -> bool:
        if path == "/broken.qcow2":
            raise ImageError(f"the backing files of {path} cannot be told", "mend its chain")
        return (path, base) in self._rests


def back(*rests: tuple[str, str], **images: Image) -> DisksBack:
    return DisksBack(Given(*rests, **images), NOW)


def disk(path: str, dev: str = "vda", more: str = "") -> str:
    return f"<disk type='file'><source file='{path}'/><target dev='{dev}'/>{more}</disk>"


def test_a_stopped_guest_gets_the_text_of_the_backup(kept: Backup) -> None:
    plan = plan_restore(guest(definition(NEW)), kept, Conduct())
    assert isinstance(plan, Plan)
    assert (plan.old, plan.new) == (definition(NEW), kept.definition)
    assert (plan.from_, plan.to, plan.ran, plan.disks, plan.warnings) == (NEW, OLD, False, None, ())


def test_a_running_guest_is_shut_down_and_started_again(kept: Backup) -> None:
    live = Stored(Carrier.LIVE, definition(NEW))
    plan = plan_restore(guest(definition(NEW), live, state=State.RUNNING), kept, Conduct())
    assert isinstance(plan, Plan)
    assert plan.ran


@pytest.mark.parametrize("text", [definition(), definition().replace("\n", "\n\n  ")])
def test_a_guest_that_is_as_in_the_backup_is_kept(text: str, kept: Backup) -> None:
    answer = plan_restore(guest(text), kept, Conduct())
    assert isinstance(answer, Kept)
    assert answer.reason == "it is as in the backup already"


def test_what_else_goes_back_is_told(kept: Backup) -> None:
    current = definition(NEW, memory=32, more="<interface type='user'/>")
    plan = plan_restore(guest(current), kept, Conduct())
    assert isinstance(plan, Plan)
    assert plan.warnings == (
        "what was changed since is taken back too: domain/memory, domain/devices/interface",
    )
    many = definition(NEW, more="".join(f"<d{number}/>" for number in range(20)))
    plan = plan_restore(guest(many), kept, Conduct())
    assert isinstance(plan, Plan)
    assert plan.warnings[0].endswith(" and 12 more")


REFUSED = [
    (guest(definition(NEW), persistent=False, state=State.RUNNING), "it is transient"),
    (guest(definition(NEW), Stored(Carrier.MANAGED_SAVE, definition(NEW))), "it has a managed save"),
    (
        guest(
            definition(NEW),
            Stored(
                Carrier.SNAPSHOT,
                f"<domainsnapshot><memory snapshot='internal'/>{definition(NEW)}</domainsnapshot>",
                "warm",
            ),
        ),
        "its snapshot warm holds memory",
    ),
    (guest(definition(NEW), Stored(Carrier.CHECKPOINT, "<domaincheckpoint/>", "daily")), "the checkpoint"),
    (guest(definition(NEW), state=State.PAUSED), "it is paused and cannot obey"),
    (guest(definition(NEW))._replace(busy=("a block copy of vda",)), "a block copy of vda is under way"),
    (
        guest(definition(NEW, name="www"), name="www"),
        "the guest is called www now, and was web then",
    ),
]


@pytest.mark.parametrize(("now", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_cannot_be_put_back_is_refused(now: Guest, reason: str, kept: Backup) -> None:
    answer = plan_restore(now, kept, Conduct())
    assert isinstance(answer, Refused)
    assert any(reason in refusal.reason and refusal.remedy for refusal in answer.refusals)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (definition(None), "names no machine type"),
        (definition(uuid=OTHER_UUID), "is that of another guest"),
    ],
)
def test_a_backup_of_something_else_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    answer = plan_restore(guest(definition(NEW)), made(tmp_path, text), Conduct())
    assert isinstance(answer, Refused)
    assert reason in answer.refusals[0].reason


def test_a_guest_that_has_gone_is_defined_anew_by_hand(kept: Backup) -> None:
    refusal = gone(kept, URI)
    assert refusal.reason == f"there is no guest {UUID} at {URI} any more"
    assert refusal.remedy == f"define it anew: virsh -c {URI} define {kept.path}/domain.xml"


# -- disks -------------------------------------------------------------------------------------------

TWO = Disks(TAKEN, ("/a.qcow2", "/b.qcow2"))
BOTH = disk("/a.qcow2") + disk("/b.qcow2", "vdb")
HELD = Image("qcow2", "", ("other", TAKEN))


def test_disks_go_back_after_their_content_was_kept(tmp_path: Path) -> None:
    backup = made(tmp_path, definition(more=BOTH), TWO)
    images = {"/a.qcow2": HELD, "/b.qcow2": HELD}
    for current in (definition(NEW, more=BOTH), definition(more=BOTH)):
        plan = plan_restore(guest(current), backup, Conduct(), back(**images))
        assert isinstance(plan, Plan)
        assert plan.disks == DiskWork(("/a.qcow2", "/b.qcow2"), NOW, TAKEN)
        assert plan.warnings == (
            "its disks go back to 2026-11-21 15:05 UTC: what was written since is only in their "
            f"snapshot {NOW}",
        )


def test_that_disks_stay_is_told(tmp_path: Path) -> None:
    backup = made(tmp_path, definition(more=BOTH), TWO)
    plan = plan_restore(guest(definition(NEW, more=BOTH)), backup, Conduct())
    assert isinstance(plan, Plan)
    assert plan.disks is None
    assert plan.warnings == ("its disks stay as they are: --disks takes them back too",)


@pytest.mark.parametrize(
    ("images", "reasons"),
    [
        ({"/a.qcow2": HELD}, ["its image /b.qcow2 is not there"]),
        ({}, ["its image /a.qcow2 is not there", "its image /b.qcow2 is not there"]),
        (
            {"/a.qcow2": HELD, "/b.qcow2": Image("qcow2", "", ("other",))},
            [f"/b.qcow2 no longer has the snapshot {TAKEN}"],
        ),
        (
            {"/a.qcow2": HELD, "/b.qcow2": Image("qcow2", "it has bitmaps", (TAKEN,))},
            ["/b.qcow2 cannot go back: it has bitmaps"],
        ),
    ],
)
def test_disks_that_cannot_go_back_refuse_the_guest(
    images: dict[str, Image], reasons: list[str], tmp_path: Path
) -> None:
    backup = made(tmp_path, definition(more=BOTH), TWO)
    answer = plan_restore(guest(definition(NEW, more=BOTH)), backup, Conduct(), back(**images))
    assert isinstance(answer, Refused)
    assert [refusal.reason for refusal in answer.refusals] == reasons


def test_a_backup_without_disks_gives_none_back(kept: Backup) -> None:
    answer = plan_restore(guest(definition(NEW)), kept, Conduct(), back())
    assert isinstance(answer, Refused)
    assert answer.refusals == (
        Refusal("this backup has no snapshot of the disks", "restore without --disks"),
    )


def test_disks_of_another_host_are_left_to_it(tmp_path: Path) -> None:
    backup = made(tmp_path, definition(more=BOTH), TWO)
    far = backup._replace(manifest=backup.manifest._replace(uri="qemu+ssh://node2/system"))
    answer = plan_restore(guest(definition(NEW, more=BOTH)), far, Conduct(), back())
    assert isinstance(answer, Refused)
    assert "lie on the host of qemu+ssh://node2/system" in answer.refusals[0].reason


def test_disks_behind_a_socket_that_leads_elsewhere_are_left_alone(tmp_path: Path) -> None:
    backup = made(tmp_path, definition(more=BOTH), TWO)
    images = {"/a.qcow2": HELD, "/b.qcow2": HELD}
    elsewhere = "qemu:///system?socket=/elsewhere"
    now = guest(definition(NEW, more=BOTH))
    far = backup._replace(manifest=backup.manifest._replace(uri=elsewhere))
    for asked, of in ((now, far), (now._replace(uri=elsewhere), backup)):
        answer = plan_restore(asked, of, Conduct(), back(**images))
        assert isinstance(answer, Refused)
        assert answer.refusals[0] == Refusal("/a.qcow2 is not the one here", "run it there")


def test_a_snapshot_of_the_new_name_refuses_the_guest(tmp_path: Path) -> None:
    backup = made(tmp_path, definition(more=BOTH), TWO)
    images = {"/a.qcow2": HELD, "/b.qcow2": Image("qcow2", "", (TAKEN, NOW))}
    answer = plan_restore(guest(definition(NEW, more=BOTH)), backup, Conduct(), back(**images))
    assert isinstance(answer, Refused)
    assert answer.refusals == (Refusal(f"/b.qcow2 has a snapshot {NOW} already", "try again"),)


# -- other disks than today's ------------------------------------------------------------------------

OVERLAY = disk("/a.snap1") + disk("/b.qcow2", "vdb")


def test_a_guest_whose_disk_is_another_now_is_refused_with_the_way_out(tmp_path: Path) -> None:
    backup = made(tmp_path, definition(more=BOTH))
    answer = plan_restore(guest(definition(NEW, more=OVERLAY)), backup, Conduct())
    assert isinstance(answer, Refused)
    [refusal] = answer.refusals
    assert refusal.reason.startswith(
        "its disk vda is /a.snap1 now, and was /a.qcow2 then: what the guest has"
    )
    assert "virsh blockcommit web DISK" in refusal.remedy
    assert refusal.remedy.endswith("--allow disks")


def test_so_is_one_that_runs_on_another_than_it_is_defined_with(tmp_path: Path) -> None:
    live = Stored(Carrier.LIVE, definition(NEW, more=OVERLAY))
    now = guest(definition(NEW, more=BOTH), live, state=State.RUNNING)
    answer = plan_restore(now, made(tmp_path, definition(more=BOTH)), Conduct())
    assert isinstance(answer, Refused)
    assert "its disk vda is /a.snap1 now, and was /a.qcow2 then" in answer.refusals[0].reason


def test_but_not_where_nothing_would_be_done(tmp_path: Path) -> None:
    live = Stored(Carrier.LIVE, definition(more=OVERLAY))
    now = guest(definition(more=BOTH), live, state=State.RUNNING)
    assert isinstance(plan_restore(now, made(tmp_path, definition(more=BOTH)), Conduct()), Kept)


def test_it_gets_its_old_disks_where_that_is_allowed_and_its_owner_is_told(tmp_path: Path) -> None:
    backup = made(tmp_path, definition(more=BOTH))
    now = guest(definition(NEW, more=OVERLAY))
    plan = plan_restore(now, backup, Conduct(), allowed={Allowed.DISKS})
    assert isinstance(plan, Plan)
    assert plan.warnings[0] == "its disk vda is /a.snap1 now, and was /a.qcow2 then"


@pytest.mark.parametrize("allowed", [(), {Allowed.DISKS}])
@pytest.mark.parametrize(
    ("persistent", "live", "reason"),
    [
        (OVERLAY, "", "/a.qcow2 cannot go back: the guest has another disk in its place now"),
        (BOTH, OVERLAY, "/a.qcow2 cannot go back: the guest has another disk in its place now"),
        (
            BOTH + disk("/a.snap1", "vdc"),
            "",
            "/a.qcow2 cannot go back: /a.snap1, which the guest has now, rests on it",
        ),
        (BOTH + disk("/broken.qcow2", "vdc"), "", "the backing files of /broken.qcow2 cannot be told"),
    ],
)
def test_disks_never_go_back_under_those_of_today(
    persistent: str, live: str, reason: str, allowed: Collection[Allowed], tmp_path: Path
) -> None:
    backup = made(tmp_path, definition(more=BOTH), TWO)
    stored = [Stored(Carrier.LIVE, definition(NEW, more=live))] if live else []
    now = guest(definition(NEW, more=persistent), *stored, state=State.RUNNING if live else State.SHUT_OFF)
    given = back(("/a.snap1", "/a.qcow2"), **{"/a.qcow2": HELD, "/b.qcow2": HELD})
    answer = plan_restore(now, backup, Conduct(), given, allowed)
    assert isinstance(answer, Refused)
    assert reason in [refusal.reason for refusal in answer.refusals]


# -- the diff ----------------------------------------------------------------------------------------


def test_the_diff_shows_what_changes_but_no_password(tmp_path: Path) -> None:
    graphics = "\n    <graphics type='vnc' port='-1' passwd='{}'/>\n    <video/>"
    backup = made(tmp_path, definition(more=graphics.format("geheim")))
    plan = plan_restore(guest(definition(NEW, more=graphics.format("s3cret"))), backup, Conduct())
    assert isinstance(plan, Plan)
    text = "\n".join(plan_diff(plan))
    assert f"-  <os><type arch='x86_64' machine='{NEW}'>" in text
    assert f"+  <os><type arch='x86_64' machine='{OLD}'>" in text
    assert "geheim" not in text
    assert "s3cret" not in text
    assert plan.warnings == ("what was changed since is taken back too: domain/devices/graphics/@passwd",)
