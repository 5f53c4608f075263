"""How much of a file is read, and what a reader may use."""

MOST_BYTES = 256 << 20  # of a file
MOST_UNPACKED_BYTES = 256 << 20  # of all members of a zip file, as declared; zipfile reads no more than declared
MOST_MEMBERS = 20_000
MOST_CHARACTERS = 5_000_000  # of text
MOST_CELLS = 1_000_000
MOST_PAGES = 5_000
MOST_SECONDS = 60.0
MOST_CPU_SECONDS = 40
MOST_MEMORY = 2 << 30  # bytes of address space
