"""What is a lint run: which files, which rules, what is suppressed, in how many workers?"""
