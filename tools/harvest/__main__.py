"""Runs the harvesters as `python -m tools.harvest`."""

import sys

from tools.harvest.command import main

sys.exit(main(sys.argv[1:]))
