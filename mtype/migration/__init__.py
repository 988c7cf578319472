"""Can this guest go from there to here?"""
