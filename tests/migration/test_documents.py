"""What is said of the definitions in one text, and of those of which a host does not tell?"""

from __future__ import annotations

import io

from mtype.catalogue.target import Target
from mtype.migration.assess import Assessor
from mtype.migration.documents import Abilities, DocumentAssessor, Said
from mtype.migration.way import Kind, Verdict
from mtype.model.definition import Carrier, Definition
from mtype.model.errors import HostError, NoEmulatorError
from mtype.model.portability import HostAbilities
from tests.migration.moves import CATALOGUE, WAYS, target

PATH = "/usr/libexec/qemu-kvm"
TEXT = (
    "<domain type='kvm'><name>g</name><os><type arch='x86_64' machine='pc-q35-jammy'>hvm</type></os><devices>"
    f"<emulator>{PATH}</emulator><filesystem><driver type='virtiofs'/><target dir='a'/></filesystem>"
    "</devices></domain>"
)


def assessed(abilities: Abilities | None = None, source: str = "ubuntu:jammy", text: str = TEXT) -> Said:
    def here(definition: Definition) -> Target:
        return target(source)

    def there(definition: Definition) -> Target:
        return target("ubuntu:noble")

    assessor = Assessor(CATALOGUE, here, there, WAYS)
    work = DocumentAssessor(assessor, tuple(Kind), here, there, abilities)
    return work.assess(io.BytesIO(text.encode()), "g.xml", snapshots={"g": 1, "other": 5})


def verdicts(said: Said) -> list[Verdict]:
    (one,) = said.assessments
    return [found.answer.verdict for found in one.found]


def reasons(said: Said) -> str:
    (one,) = said.assessments
    return "; ".join(dict.fromkeys(reason.text for found in one.found for reason in found.answer.reasons))


def missing(definition: Definition) -> HostAbilities:
    raise NoEmulatorError("qemu:///there has no emulator")


def silent(definition: Definition) -> HostAbilities:
    raise HostError("qemu:///there does not tell")


def able(definition: Definition) -> HostAbilities:
    return HostAbilities(frozenset(), {}, {"filesystem driverType": frozenset({"path"})})


def test_a_host_without_the_emulator_is_a_reason_and_no_failure() -> None:
    said = assessed(missing)
    assert said.skipped == ()
    assert verdicts(said) == [Verdict.IMPOSSIBLE] * 3
    assert f"ubuntu:noble says that it has no emulator {PATH}" in reasons(said)


def test_a_host_that_does_not_tell_is_a_failure() -> None:
    said = assessed(silent)
    assert said.assessments == ()
    assert [(one.reason, one.failed) for one in said.skipped] == [("qemu:///there does not tell", True)]


def test_a_host_that_has_the_emulator_says_what_it_lacks_otherwise() -> None:
    said = assessed(able)
    assert "has no filesystem driverType virtiofs" in reasons(said)
    assert "emulator" not in reasons(said)


def test_without_a_host_it_is_known_of_some_lines_where_they_have_qemu() -> None:
    assert f"its emulator {PATH} is not where ubuntu:noble keeps QEMU" in reasons(assessed())


def test_the_version_of_libvirt_at_the_source_decides_on_virtiofs() -> None:
    assert "libvirt 8.0.0 neither migrates nor saves" in reasons(assessed())
    assert "later ones if its virtiofsd" in reasons(assessed(source="ubuntu:resolute"))


def test_snapshots_of_the_guest_itself_count_live() -> None:
    said = assessed(text=TEXT.replace("virtiofs", "path"))
    assert verdicts(said)[0] is Verdict.IMPOSSIBLE
    assert "a guest that has a snapshot" in reasons(said)
    assert "snapshot" not in reasons(assessed(text=TEXT.replace(">g<", ">x<")))


def test_a_carrier_has_the_kinds_that_it_can_go() -> None:
    def here(definition: Definition) -> Target:
        return target("ubuntu:jammy")

    work = DocumentAssessor(Assessor(CATALOGUE, here, here, WAYS), tuple(Kind), here, here)
    for carrier, kinds in (
        (Carrier.MANAGED_SAVE, [Kind.SAVED]),
        (Carrier.LIVE, [Kind.LIVE, Kind.SAVED]),
        (Carrier.FILE, list(Kind)),
    ):
        (one,) = work.assess(io.BytesIO(TEXT.encode()), "g.xml", carrier).assessments
        assert [found.answer.kind for found in one.found] == kinds
