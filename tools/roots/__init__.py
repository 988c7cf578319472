"""Roots of other Debian suites: unpacked packages whose emulators can be asked on this machine."""
