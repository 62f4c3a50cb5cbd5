"""The pages of returns: looking, filling in, asking and checking, and returns to funders."""
