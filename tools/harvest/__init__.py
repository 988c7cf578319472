"""Harvesters: what emulators, listings and source trees say, proposed as changes of the catalogue's YAML."""
