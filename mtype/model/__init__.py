"""What are the words of this field, as values? Frozen, stdlib only, no I/O."""
