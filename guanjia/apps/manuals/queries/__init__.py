"""Reading documents, versions, what makes clauses run, copies, readings; and finding words in what is in force."""

from guanjia.apps.manuals.queries.copies import get_copy, list_copies, outdated_copies
from guanjia.apps.manuals.queries.documents import (
    WrittenClause,
    clauses_of,
    get_clause,
    get_document,
    get_version,
    has_number,
    in_force,
    in_force_as_nodes,
    keys_in_force,
    list_documents,
    list_versions,
    nodes_of,
    sites_of,
    under_way,
    version_before,
)
from guanjia.apps.manuals.queries.intakes import get_intake, open_intakes
from guanjia.apps.manuals.queries.readings import (
    count_unread,
    get_reading,
    list_readers,
    my_readings,
    reading_of,
)
from guanjia.apps.manuals.queries.running import PackClause, Runs, candidates, links_of, runs_of
from guanjia.apps.manuals.queries.search import Find, find, find_documents

__all__ = [
    "Find",
    "PackClause",
    "Runs",
    "WrittenClause",
    "candidates",
    "clauses_of",
    "count_unread",
    "find",
    "find_documents",
    "get_clause",
    "get_copy",
    "get_document",
    "get_intake",
    "get_reading",
    "get_version",
    "has_number",
    "in_force",
    "in_force_as_nodes",
    "keys_in_force",
    "links_of",
    "list_copies",
    "list_documents",
    "list_readers",
    "list_versions",
    "my_readings",
    "nodes_of",
    "open_intakes",
    "outdated_copies",
    "reading_of",
    "runs_of",
    "sites_of",
    "under_way",
    "version_before",
]
