"""One file per kind of block: what it says, and where an answer leads."""
