"""What an actor sees of the library, and finds in it."""

from datetime import timedelta

import pytest

from guanjia.apps.manuals import queries, services
from guanjia.apps.manuals.arranging import Node
from guanjia.apps.manuals.models import Document
from guanjia.apps.manuals.tests.conftest import DAY
from guanjia.apps.organisations import services as organisations
from guanjia.kernel.refusals import NotFound, NotPermitted
from guanjia.kernel.scope import across_companies, company_scope
from tests.cast import at, harbour

TOMORROW = DAY + timedelta(days=1)


def test_a_document_of_another_site_or_company_is_nothing(house, outsider, document, held):
    other = organisations.open_site(by=house.system, code="W2", name="二期")
    theirs = services.open_document(
        by=house.system, at=at("09:00"), number="W2-01", title="二期规定", site_ids=[other.pk]
    )
    everybodys = services.open_document(by=house.system, at=at("09:00"), number="ALL", title="公司规定")
    seen = {one.pk for one in queries.list_documents(house.actor("lin"))}
    assert seen == {document.pk, everybodys.pk}
    with pytest.raises(NotFound):
        queries.get_document(house.actor("lin"), theirs.pk)
    with pytest.raises(NotPermitted):
        services.open_document(
            by=house.actor("qian"), at=at("09:00"), number="W2-02", title="x", site_ids=[other.pk]
        )
    assert queries.list_documents(house.actor("cai")).count() == 0
    with across_companies(reason="a second company"):
        neighbour = harbour()
    with company_scope(neighbour.company.pk), pytest.raises(NotFound):
        queries.get_document(neighbour.actor("dov"), document.pk)


def test_words_are_found_in_what_is_in_force_only_the_best_first(
    house, outsider, document, begin, sign, held
):
    lin, where = house.actor("lin"), {"site_id": house.site.pk, "at": at("10:00")}
    found = queries.find(lin, "投诉", **where)
    assert [one.number for one in found] == ["第二条", "第一条"]
    assert [one.number for one in queries.find(lin, "登记 姓名", **where)] == ["第二条"]
    assert [one.number for one in queries.find(lin, "第一条", **where)] == ["第一条"]
    assert found[0].url.endswith("#c-ddd")
    assert [piece.text for piece in found[0].excerpt if piece.found] == ["投诉"]
    begin("2026-2", (Node(1, "第一条", "", "电梯困人时立即报告。", "zzz"),))
    assert queries.find(lin, "电梯", **where) == []
    assert queries.find(lin, " ", **where) == []
    assert queries.find(house.actor("cai"), "投诉", **where) == []


def test_two_signs_and_words_run_together_are_found(house, held):
    lin, where = house.actor("lin"), {"site_id": house.site.pk, "at": at("10:00")}
    assert [one.number for one in queries.find(lin, "到场", **where)] == ["第二条"]
    assert queries.find(lin, "投诉到场登记", **where)[0].number == "第二条"


def test_signs_of_like_have_no_power(house, document, begin, sign):
    sign(begin(nodes=(Node(1, "1", "", "满意率 95% 以上_a\\b", "p"),)))
    lin, where = house.actor("lin"), {"site_id": house.site.pk, "at": at("10:00")}
    assert len(queries.find(lin, "95%", **where)) == 1
    assert queries.find(lin, "9%5", **where) == []
    assert len(queries.find(lin, "_a\\b", **where)) == 1


def test_clauses_of_packs_are_found_by_who_may_read_them(house, library, held):
    found = queries.find(house.actor("zhou"), "受控文件编号发放", site_id=house.site.pk, at=at("10:00"))
    assert [(one.number, one.is_pack) for one in found] == [("1.4", True)]


def test_a_document_is_found_by_number_or_title(house, document):
    for typed in ("KF-01", "投诉处理"):
        assert list(queries.find_documents(house.actor("lin"), typed, house.site.pk)) == [document]
    assert Document.objects.count() == 1
