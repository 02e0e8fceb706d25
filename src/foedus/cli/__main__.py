"""`python -m foedus.cli` is the command line."""

from foedus.cli.entry import main

if __name__ == "__main__":
    main()
