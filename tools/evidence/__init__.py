"""What was seen when guests went from host to host: the record, and the page made of it."""
