"""Reading packs: TOML in, frozen values out, or every mistake at once with its file and line.

``lines`` finds where each value stands · ``problems`` collects · ``tables`` reads one table strictly · ``source`` reads the
folder · ``build`` makes the values · ``words`` reads the little expressions · ``knowledge`` and ``crosscheck`` hold them
against what the product knows · ``systems`` reads what the product has for the systems of the catalogue.
"""

from guanjia.apps.rulebook.loading.build import pack_from_content
from guanjia.apps.rulebook.loading.folder import load_pack, load_source, pack_folders, shipped_packs
from guanjia.apps.rulebook.loading.knowledge import Knowledge
from guanjia.apps.rulebook.loading.problems import PackError, Problem
from guanjia.apps.rulebook.loading.source import Source
from guanjia.apps.rulebook.loading.systems import load_systems, names_of_product

__all__ = [
    "Knowledge",
    "PackError",
    "Problem",
    "Source",
    "load_pack",
    "load_source",
    "load_systems",
    "names_of_product",
    "pack_folders",
    "pack_from_content",
    "shipped_packs",
]
