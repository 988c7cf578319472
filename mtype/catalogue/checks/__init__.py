"""Do the facts of a catalogue agree with each other? One check a file; the tuples below list them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mtype.catalogue.checks.alias_of_alias import alias_of_alias
from mtype.catalogue.checks.backward_dates import backward_dates
from mtype.catalogue.checks.backward_life import backward_life
from mtype.catalogue.checks.backward_qemu import backward_qemu
from mtype.catalogue.checks.backward_support import backward_support
from mtype.catalogue.checks.content import Check, Content
from mtype.catalogue.checks.duplicate_alias import duplicate_alias
from mtype.catalogue.checks.duplicate_codename import duplicate_codename
from mtype.catalogue.checks.duplicate_host import duplicate_host
from mtype.catalogue.checks.duplicate_name import duplicate_name
from mtype.catalogue.checks.duplicate_release import duplicate_release
from mtype.catalogue.checks.duplicate_source import duplicate_source
from mtype.catalogue.checks.duplicate_type import duplicate_type
from mtype.catalogue.checks.early_arch import early_arch
from mtype.catalogue.checks.empty_alias import empty_alias
from mtype.catalogue.checks.fact_without_source import fact_without_source
from mtype.catalogue.checks.lost_alias import lost_alias
from mtype.catalogue.checks.stronger_evidence import stronger_evidence
from mtype.catalogue.checks.unknown_board import unknown_board
from mtype.catalogue.checks.unknown_default import unknown_default
from mtype.catalogue.checks.unknown_release import unknown_release
from mtype.catalogue.checks.unknown_source import unknown_source
from mtype.catalogue.checks.unknown_type import unknown_type
from mtype.catalogue.checks.unknown_vendor import unknown_vendor
from mtype.catalogue.checks.unused_board import unused_board
from mtype.catalogue.checks.unused_policy import unused_policy
from mtype.catalogue.checks.unused_source import unused_source
from mtype.catalogue.checks.unused_type import unused_type
from mtype.catalogue.checks.unused_vendor import unused_vendor
from mtype.catalogue.checks.wrong_increment import wrong_increment
from mtype.catalogue.checks.wrong_successor import wrong_successor
from mtype.catalogue.compile_types import Described, Row
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node

# What must hold for every catalogue. A check that is in no tuple does not exist; a test holds files and
# tuples together.
CHECKS: tuple[Check, ...] = (
    unknown_source,
    unknown_vendor,
    unknown_board,
    unknown_type,
    unknown_release,
    unknown_default,
    backward_life,
    backward_dates,
    backward_support,
    backward_qemu,
    wrong_increment,
    wrong_successor,
    lost_alias,
    alias_of_alias,
    duplicate_type,
    duplicate_release,
    duplicate_source,
    duplicate_alias,
    duplicate_name,
    duplicate_host,
)
# What must hold for the shipped catalogue too. In a private one a type may be there for a real emulator
# alone, a name may be taken from a line that its owner does not use, an arch be that of a fork, and whoever
# adds a line for his own hosts need not cite himself, nor weigh his evidence (types and releases cite a
# source everywhere: the format wants it).
COMPLETE: tuple[Check, ...] = (
    empty_alias,
    fact_without_source,
    stronger_evidence,
    unused_type,
    unused_board,
    unused_vendor,
    unused_policy,
    duplicate_codename,
    unused_source,
    early_arch,
)


def check_consistency(
    root: Node, types: Sequence[Described], lines: Mapping[str, Row], report: Report
) -> None:
    """Report everything in which the facts of a catalogue do not agree."""
    content = Content(root, types, lines)
    for check in CHECKS:
        check(content, report)
