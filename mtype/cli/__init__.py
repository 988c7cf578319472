"""What does the command line say? The only place that wires the parts together."""
