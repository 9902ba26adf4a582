"""Files that belong to nothing: their verb was undone, or the process was killed between writing the file and the row."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage

from guanjia.apps.documents.models import Attachment

LEFT_FOR = timedelta(days=1)
"""How old a file without a row must be before it is taken away: no verb runs that long."""


def clear(storage: Storage, at: datetime) -> int:
    """Delete the files of this month and the one before that no attachment names; answers how many."""
    cleared = 0
    for folder in _folders(storage, at):
        named = _named(folder)
        for name in storage.listdir(folder)[1]:
            path = f"{folder}/{name}"
            if path not in named and storage.get_modified_time(path) < at - LEFT_FOR:
                storage.delete(path)
                cleared += 1
    return cleared


def _folders(storage: Storage, at: datetime) -> Iterator[str]:
    """Where the storage has put the files of these two months, company by company."""
    months = {f"{moment:%Y/%m}" for moment in (at, at.replace(day=1) - timedelta(days=1))}
    companies = storage.listdir("")[0] if storage.exists("") else []
    for company in filter(str.isdecimal, companies):
        for month in sorted(months):
            if storage.exists(f"{company}/{month}"):
                yield f"{company}/{month}"


def _named(folder: str) -> set[str]:
    files = Attachment.objects.filter(file__startswith=f"{folder}/").values_list("file", flat=True)
    thumbnails = Attachment.objects.filter(thumbnail__startswith=f"{folder}/").values_list(
        "thumbnail", flat=True
    )
    return {*files, *thumbnails}
