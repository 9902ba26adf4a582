"""Set up, run, test and measure Guanjia: `python3 dev.py run` is all a fresh copy needs.

Only the standard library is used here and in develop/. This file is written so that an old Python can still read it
and say what is missing.
"""

import sys

OLDEST = (3, 11)


def why_not_this_python(version):
    # type: (tuple[int, ...]) -> str
    """Return a sentence when ``version`` is too old, else an empty string."""
    if tuple(version[:2]) >= OLDEST:
        return ""
    return (
        "Guanjia needs Python %d.%d or newer; this is Python %d.%d. Install a newer one and start dev.py with it."
        % (OLDEST + tuple(version[:2]))
    )


def main(words):
    # type: (list[str]) -> int
    """Check the Python, then hand over to develop/."""
    trouble = why_not_this_python(sys.version_info[:2])
    if trouble:
        sys.stderr.write(trouble + "\n")
        return 3
    from develop.commands import main as develop

    return develop(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
