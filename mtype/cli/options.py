"""Which options do several commands share? Each has an environment variable of the same name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


def option(*names: str, help: str, metavar: str | None = None, **more: Any) -> Any:
    """A typer option whose environment variable is VIRT_MACHINE_TYPE_ and its name."""
    word = names[0].lstrip("-").split("/")[0].replace("-", "_").upper()
    return typer.Option(*names, help=help, metavar=metavar, envvar=f"VIRT_MACHINE_TYPE_{word}", **more)


For = Annotated[
    list[str] | None,
    option(
        "--for",
        metavar="RELEASE",
        help="The target, such as ubuntu:noble, debian:13, rhel:9.4 or qemu:9.2; a bare codename works. "
        "Default: the release of this host.",
    ),
]
Emulator = Annotated[
    str | None,
    option("--emulator", metavar="PATH", help="Ask this QEMU binary what it offers, not the catalogue."),
]
Capabilities = Annotated[
    list[str] | None,
    option(
        "--capabilities",
        metavar="FILE",
        help="Take what the target offers from a captured `virsh capabilities` or `domcapabilities`, a "
        "query-machines reply or `-M help` text.",
    ),
]
CatalogueFiles = Annotated[
    list[Path] | None,
    option(
        "--catalogue",
        metavar="FILE",
        help="Add the facts of a private build to the shipped catalogue; repeatable. The variable takes "
        "several files with : between them.",
        readable=False,  # whoever reads it says so in our words
    ),
]
Today = Annotated[
    str | None,
    option("--today", metavar="DATE", help="Judge as of this day, such as 2027-04-30. Default: today."),
]
Formats = Annotated[
    list[str] | None,
    option("--format", metavar="FORMAT", help="How to report; repeat it with --output for several reports."),
]
Outputs = Annotated[
    list[str] | None,
    option("--output", metavar="FILE", help="Where the report goes; the default is the standard output."),
]

Connect = Annotated[
    list[str] | None,
    option(
        "--connect",
        metavar="URI",
        help="The libvirt host, such as qemu:///system or qemu+ssh://host/system; repeatable. Default: "
        "libvirt's own.",
    ),
]
StateDir = Annotated[
    str | None,
    option(
        "--state-dir",
        metavar="FOLDER",
        help="Where backups and journals are. Default: $XDG_STATE_HOME/virt-machine-type, for root "
        "/var/lib/virt-machine-type.",
    ),
]
# Of the commands that write one report.
ReportFormat = Annotated[str, option("--format", metavar="FORMAT", help="text (default) or json.")]
Output = Annotated[
    str | None,
    option("--output", metavar="FILE", help="Where the report goes; the default is the standard output."),
]

Exclude = Annotated[
    list[str] | None,
    option("--exclude", metavar="PATTERN", help="Leave out files and folders that match."),
]
MaxSize = Annotated[
    str | None,
    option("--max-size", metavar="MIB", help="Do not read files larger than this. Default: 64."),
]
Jobs = Annotated[
    str | None, option("--jobs", metavar="N", help="Worker processes. Default: one for each core.")
]
Config = Annotated[
    str | None,
    option(
        "--config",
        metavar="FILE",
        help="The project file. Default: the nearest .virt-machine-type.yaml here or above; an empty name "
        "means none.",
    ),
]


def make_app() -> typer.Typer:
    """What a command is registered at; app.py puts them together."""
    return typer.Typer(
        add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
    )
