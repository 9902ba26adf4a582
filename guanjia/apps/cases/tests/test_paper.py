"""The complaint sheet as PDF: one, and several in one file."""

import time_machine
from django.test import Client

from tests.cast import at

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_a_complaint_sheet_is_a_pdf_and_several_are_one(house, complaint, receive):
    client = Client()
    client.force_login(house.people["qian"].account, backend=BACKEND)
    with time_machine.travel(at("09:30"), tick=False):
        one = client.get(f"/cases/{complaint.ref}/pdf/")
        both = client.get("/cases/pdf/", {"chosen": [complaint.ref, receive().ref]})
        none = client.get("/cases/pdf/")
    assert one.content.startswith(b"%PDF-")
    assert len(both.content) > len(one.content)
    assert none.status_code == 422
