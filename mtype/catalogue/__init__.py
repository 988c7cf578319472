"""What is known of machine types and releases? Pure, but for the loader (`load.py`)."""
