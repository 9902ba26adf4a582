"""The stage of the app's tests: Wanxing, in the scope of its company, with an uploads folder of its own."""

import pytest

from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.unitlists import reactions
from guanjia.apps.unitlists.events import ImportRequested
from guanjia.kernel import reactions as wiring
from guanjia.kernel.scope import company_scope
from tests.cast import wanxing


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """A fresh place for uploads."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


@pytest.fixture
def house(db):
    """Wanxing with everybody on their posts, and nothing built yet."""
    cached_site.cache_clear()
    built = wanxing()
    with company_scope(built.company.pk):
        yield built


@pytest.fixture
def wired():
    """What is requested goes to a worker, as in the product, and nothing else is woken."""
    kept = wiring._by_event.copy(), wiring._by_key.copy(), list(wiring._to_all)
    wiring.wire({ImportRequested: [wiring.later(reactions.run_requested, outside=True)]})
    yield
    wiring._by_event.clear()
    wiring._by_event.update(kept[0])
    wiring._by_key.clear()
    wiring._by_key.update(kept[1])
    wiring._to_all[:] = kept[2]
