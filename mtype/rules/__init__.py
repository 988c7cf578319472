"""What is worth telling about a definition? One rule a file; the tuple below lists them all."""

from __future__ import annotations

from mtype.rules.base import Context, DocumentRule, Rule
from mtype.rules.mt000_internal_error import InternalError
from mtype.rules.mt101_unknown import UnknownMachineType
from mtype.rules.mt102_missing import MissingMachineType
from mtype.rules.mt103_floating import FloatingAlias
from mtype.rules.mt104_another_arch import MachineTypeOfAnotherArch
from mtype.rules.mt201_removed import RemovedMachineType
from mtype.rules.mt202_deprecated import DeprecatedMachineType
from mtype.rules.mt203_removal_ahead import RemovalAhead
from mtype.rules.mt204_support_ended import VendorSupportEnded
from mtype.rules.mt205_superseded import SupersededIncrement
from mtype.rules.mt206_broken import KnownBroken
from mtype.rules.mt207_undetermined import UndeterminedMachineType
from mtype.rules.mt301_foreign import ForeignVendor
from mtype.rules.mt302_upstream_on_vendor import UpstreamTypeOnVendor
from mtype.rules.mt303_newer import NewerThanTarget
from mtype.rules.mt304_outside_support import TypeOutsideSupportList
from mtype.rules.mt401_managed_save import ManagedSavePinsType
from mtype.rules.mt402_snapshot import SnapshotHoldsRemovedType
from mtype.rules.mt403_live_differs import LiveTypeDiffers
from mtype.rules.mt404_save_image import SaveImageNotRestorable
from mtype.rules.mt405_snapshot_type import SnapshotBringsTypeBack
from mtype.rules.mt406_snapshot_memory import SnapshotMemoryUnusable
from mtype.rules.mt501_way import MigrationNotSupported
from mtype.rules.mt502_break import SavedStateBehindBreak
from mtype.rules.mt503_variant import VariantLostOnTheWay
from mtype.rules.mt504_bound import BoundToItsHost
from mtype.rules.mt601_not_well_formed import NotWellFormed
from mtype.rules.mt602_no_domain import NoDomain
from mtype.rules.mt603_topology import BoardAgainstTopology
from mtype.rules.mt604_emulator import EmulatorOfAnotherArch
from mtype.rules.mt605_schema import SchemaViolation
from mtype.rules.mt606_void_suppression import VoidSuppression

# In the order of their ids. A rule that is not here does not exist; a test holds files and tuple together.
RULES: tuple[type[Rule], ...] = (
    InternalError,
    UnknownMachineType,
    MissingMachineType,
    FloatingAlias,
    MachineTypeOfAnotherArch,
    RemovedMachineType,
    DeprecatedMachineType,
    RemovalAhead,
    VendorSupportEnded,
    SupersededIncrement,
    KnownBroken,
    UndeterminedMachineType,
    ForeignVendor,
    UpstreamTypeOnVendor,
    NewerThanTarget,
    TypeOutsideSupportList,
    ManagedSavePinsType,
    SnapshotHoldsRemovedType,
    LiveTypeDiffers,
    SaveImageNotRestorable,
    SnapshotBringsTypeBack,
    SnapshotMemoryUnusable,
    MigrationNotSupported,
    SavedStateBehindBreak,
    VariantLostOnTheWay,
    BoundToItsHost,
    NotWellFormed,
    NoDomain,
    BoardAgainstTopology,
    EmulatorOfAnotherArch,
    SchemaViolation,
    VoidSuppression,
)

__all__ = ["RULES", "Context", "DocumentRule", "Rule"]
