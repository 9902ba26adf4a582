"""The stage of the matrix: built once for each module, in a transaction that is rolled back at its end."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from guanjia.apps.calendars.queries import forget_kept_calendars
from guanjia.apps.organisations.queries import site as kept_site
from guanjia.kernel import clock
from tests.matrix import stage as stages
from tests.matrix.visitors import Visitors


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[stages.Stage]:
    """Both companies, at half past eleven."""
    from django.conf import settings

    patch = pytest.MonkeyPatch()
    patch.setattr(clock, "now", lambda: stages.NOW)
    patch.setattr(settings, "MEDIA_ROOT", tmp_path_factory.mktemp("uploads"))
    kept_site.cache_clear()
    forget_kept_calendars()
    with django_db_blocker.unblock(), transaction.atomic():
        yield stages.build()
        transaction.set_rollback(True)
    patch.undo()
    kept_site.cache_clear()


@pytest.fixture(scope="module")
def visitors(stage: stages.Stage) -> Visitors:
    """The cast at their browsers."""
    cast = Visitors(stage)
    cast.sign_in()
    return cast
