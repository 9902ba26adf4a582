"""What a duty of the calendar can be about, and by what the ones meant are chosen."""

from collections.abc import Mapping

from guanjia.apps.places.terms import VACANT, PlaceKind, UnitStage
from guanjia.apps.rulebook.terms.duties import EachKind

SUBJECTS: Mapping[EachKind, Mapping[str, tuple[str, ...]]] = {
    EachKind.SITE: {},
    EachKind.GROUP: {},
    EachKind.BUILDING: {},
    EachKind.UNIT: {"stage": (*UnitStage, VACANT)},
    EachKind.PLACE: {"kind": tuple(PlaceKind)},
    EachKind.HOLDER: {},
}
