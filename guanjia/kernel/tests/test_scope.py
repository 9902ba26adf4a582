"""Tenancy fails closed."""

import pytest

from guanjia.apps.organisations.models import Site
from guanjia.kernel.scope import ScopeMissing, across_companies, company_scope
from tests.cast import found_company

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Site.objects.exists(),
        lambda: Site.objects.count(),
        lambda: list(Site.objects.all()),
        lambda: Site.objects.filter(pk=1).exists(),
        lambda: Site.objects.create(code="X", name="X"),
        lambda: Site.objects.update(name="X"),
    ],
)
def test_every_query_raises_without_a_scope(ask):
    with pytest.raises(ScopeMissing):
        ask()


def test_a_scope_shows_one_company_only():
    ours, theirs = found_company("OURS"), found_company("THEIRS")
    with company_scope(ours.pk):
        Site.objects.create(code="A", name="A")
        assert Site.objects.get().company_id == ours.pk
    with company_scope(theirs.pk):
        assert not Site.objects.exists()
    with across_companies(reason="a test"):
        assert Site.objects.count() == 1


def test_there_is_no_scope_of_nothing():
    with pytest.raises(TypeError), company_scope(None):
        pass
    with pytest.raises(ValueError, match="reason"), across_companies(reason=" "):
        pass


def test_the_scope_closes_after_an_error():
    company = found_company("OURS")
    with pytest.raises(RuntimeError), company_scope(company.pk):
        raise RuntimeError
    with pytest.raises(ScopeMissing):
        Site.objects.exists()
