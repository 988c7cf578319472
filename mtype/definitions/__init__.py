"""What do the files of libvirt say, and what does a change to them look like?"""
