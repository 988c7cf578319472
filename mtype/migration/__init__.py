"""Can this guest go from there to here: support matrix, verdicts, routes. No I/O, no clock."""
