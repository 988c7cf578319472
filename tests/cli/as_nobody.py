"""Calls the command as a user who owns nothing. The program is read before, for it may lie in root's home."""

from __future__ import annotations

import os
import pkgutil
import sys
from contextlib import suppress
from importlib import import_module

import typer

import mtype
from mtype.catalogue.load import load_catalogue
from mtype.cli.app import main

for package in (mtype, typer):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            with suppress(AssertionError, ImportError):  # parts of typer for other systems
                import_module(module.name)
# What the program imports where it needs it, and what those import.
for library in (
    "concurrent.futures.process",
    "lxml.etree",
    "multiprocessing.popen_fork",
    "packaging.specifiers",
    "ruamel.yaml",
    "tempfile",
    "textwrap",
    "traceback",
    "xmlschema",
):
    import_module(library)
with suppress(ImportError):
    import_module("libvirt")
load_catalogue()
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
sys.argv[0] = "virt-machine-type"
main()
