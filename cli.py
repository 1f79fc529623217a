"""The command-line door: the console script `allocator` starts here."""

from allocator.commandline.app import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
