"""Calls the command as a user who owns nothing. The program is read before, for it may lie in root's home."""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module

import mtype
from mtype.cli.app import main

for module in pkgutil.walk_packages(mtype.__path__, "mtype."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
sys.argv[0] = "virt-machine-type"
main()
