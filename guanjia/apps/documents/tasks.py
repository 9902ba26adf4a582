"""What the clock does: files that belong to nothing are taken away."""

from datetime import datetime

from guanjia.apps.documents import leftovers
from guanjia.apps.documents.models import Attachment
from guanjia.kernel.scope import across_companies


def clear_leftovers(at: datetime) -> int:
    """Delete files no attachment names; answers how many. Daily."""
    with across_companies(reason="clearing files that belong to nothing"):
        return leftovers.clear(Attachment._meta.get_field("file").storage, at)
