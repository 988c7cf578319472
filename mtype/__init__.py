"""virt-machine-type: lint and upgrade the machine type of libvirt guests."""

__version__ = "0.1.0"
