"""What the service's jobs cost, each beside a floor measured in the same run: `python -m bench`, or `make bench`."""
