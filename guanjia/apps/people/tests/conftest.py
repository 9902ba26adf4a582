"""The stage of the app's tests: Wanxing, in the scope of its company."""

import pytest

from guanjia.apps.organisations.queries import site as cached_site
from guanjia.kernel.scope import company_scope
from tests.cast import wanxing


@pytest.fixture
def house(db):
    """Wanxing with everybody on their posts, and nothing built yet."""
    cached_site.cache_clear()
    built = wanxing()
    with company_scope(built.company.pk):
        yield built
