"""How is the result of a run shown? One file per format, each a pure function from a Result to text."""
