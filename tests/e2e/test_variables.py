"""Does every option that only a guest can show work through its variable too?"""

from __future__ import annotations

import pytest

from tests.cli.command import run
from tests.cli.test_environment import ON_A_HOST
from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import STUBBORN
from tests.e2e.host import Host

# Words of a call, the option, the value of its variable, and what it then says.
CALLS: dict[tuple[str, str], tuple[str, str, str, str]] = {
    ("upgrade", "--yes"): ("idle", "--yes", "1", "idle: lifted"),
    ("upgrade", "--force-off"): (
        "stubborn --yes --shutdown-timeout 0", "--force-off", "1", "stubborn: force off",
    ),
    ("upgrade", "--no-start"): (
        "stubborn --yes --shutdown-timeout 0", "--no-start", "1", "left switched off",
    ),
    ("upgrade", "--disk-snapshot"): ("idle --yes", "--disk-snapshot", "1", "idle: snapshot disks"),
    ("upgrade", "--keep-going"): (
        "--where name=stubborn --where name=t* --yes --jobs 1 --shutdown-timeout 0", "--fail-fast", "0",
        "the run was stopped before its turn",
    ),
}  # fmt: skip


def test_the_table_is_complete() -> None:
    assert {key for key in CALLS if key[0] == "upgrade"} == {key for key in ON_A_HOST if key[0] == "upgrade"}


@pytest.mark.parametrize(("command", "option"), CALLS)
@pytest.mark.parametrize("through", ["option", "variable", "neither"])
def test_an_option_works_through_its_variable(
    command: str, option: str, through: str, host: Host, guest: MakeGuest, tmp_path: object
) -> None:
    words, flag, value, shown = CALLS[command, option]
    guest(name="idle", disk_format="qcow2")
    if "stubborn" in words:
        guest(name="stubborn", obeys_after=STUBBORN, start=True)
        guest(name="third")
    variable = f"VIRT_MACHINE_TYPE_{option.removeprefix('--').replace('-', '_').upper()}"
    call = [command, *words.split(), "--connect", host.uri, "--state-dir", f"{tmp_path}/state"]
    told = run(
        *call,
        *([flag] if through == "option" else []),
        env={variable: value} if through == "variable" else {},
    )
    assert (shown in told.talk) is (through != "neither")
