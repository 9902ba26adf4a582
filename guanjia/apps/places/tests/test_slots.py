"""Places on a page that higher apps fill."""

from guanjia.apps.places.terms import Slot
from guanjia.ui.panels import Panel


def test_fillers_answer_in_their_order_and_empty_ones_are_left_out():
    slot = Slot()
    slot.fill("cases", lambda _request, thing: Panel(f"Cases of {thing}", "x.html"), order=20)
    slot.fill("people", lambda _request, thing: Panel(f"People of {thing}", "x.html"), order=10)
    slot.fill("nothing", lambda _request, _thing: None)
    assert [(key, panel.title) for key, panel in slot.panels(None, "A1")] == [
        ("people", "People of A1"),
        ("cases", "Cases of A1"),
    ]


def test_the_same_key_again_replaces_the_filler():
    slot = Slot()
    slot.fill("people", lambda *_any: Panel("old", "x.html"))
    slot.fill("people", lambda *_any: Panel("new", "x.html"))
    assert [panel.title for _key, panel in slot.panels(None, None)] == ["new"]
