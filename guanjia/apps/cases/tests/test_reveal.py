"""A number that is looked at leaves its trace, through the page as well."""

import pytest
from django.urls import reverse

from guanjia.apps.cases import services
from guanjia.apps.cases.models import Case
from guanjia.kernel.journal import timeline
from guanjia.kernel.models import SavedAnswer
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing


@pytest.mark.django_db(transaction=True)
def test_revealing_a_number_on_the_page_is_journaled_and_kept_nowhere(client):
    house = wanxing()
    with company_scope(house.company.pk):
        case = services.receive(
            by=house.actor("lin"),
            at=at("09:00"),
            site_id=house.site.pk,
            kind="inquiry",
            channel="phone",
            title="停车费",
            caller_phone="13800138000",
        )
    client.force_login(house.people["lin"].account)
    address = reverse("cases:reveal_phone", args=[case.ref])
    answer = client.post(address, {"reason": "回电", "form_key": "a-key-of-the-form-1"})
    assert "13800138000" in answer.content.decode()
    with company_scope(house.company.pk):
        assert [entry.event for entry in timeline(case.ref)][-1] == "cases.phone_revealed"
        assert not SavedAnswer.objects.exists()
        assert Case.objects.get().masked_phone != "13800138000"
