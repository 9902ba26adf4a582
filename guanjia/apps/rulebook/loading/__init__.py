"""Reading packs: TOML in, frozen values out, or every mistake at once with its file and line.

``lines`` finds where each value stands · ``problems`` collects · ``tables`` reads one table strictly · ``source`` reads the
folder · ``build`` makes the values · ``words`` reads the little expressions · ``knowledge`` and ``crosscheck`` hold them
against what the product knows.
"""

from guanjia.apps.rulebook.loading.build import pack_from_content
from guanjia.apps.rulebook.loading.folder import load_pack, pack_folders
from guanjia.apps.rulebook.loading.knowledge import Knowledge
from guanjia.apps.rulebook.loading.problems import PackError, Problem
from guanjia.apps.rulebook.loading.source import Source

__all__ = ["Knowledge", "PackError", "Problem", "Source", "load_pack", "pack_folders", "pack_from_content"]
