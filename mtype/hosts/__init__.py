"""What does a real host or a real emulator say? The only code that talks to libvirt and to QEMU binaries."""
