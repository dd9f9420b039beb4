"""`python -m tipstaff`: the command line."""

from tipstaff.cli import main

if __name__ == "__main__":
    main()
