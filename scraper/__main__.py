"""`python -m scraper`: the door of the command line."""

import sys

from scraper.commands import main

sys.exit(main(sys.argv[1:]))
