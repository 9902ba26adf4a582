"""Write the present numbers of queries down: ``python -m tests.matrix.accept``. Look at the difference before committing."""

import os
import subprocess
import sys

if __name__ == "__main__":
    here = {**os.environ, "GUANJIA_ACCEPT_QUERIES": "1"}
    sys.exit(
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "tests/matrix/test_queries.py"], env=here, check=False
        ).returncode
    )
