"""`python -m mtype` is the command `virt-machine-type`."""

from mtype.cli.app import main

if __name__ == "__main__":
    main()
