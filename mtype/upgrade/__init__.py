"""How is a guest lifted to another machine type, and nothing else changed?"""
