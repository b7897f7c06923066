"""`python -m romberg` is the command `romberg`."""

from romberg.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
