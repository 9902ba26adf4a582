"""Small pieces the tests of imports set their scenes with."""

from collections.abc import Iterator
from pathlib import Path

from guanjia.apps.people.models import Person, Phone, Residency
from guanjia.apps.places.models import Building, Group, Unit
from guanjia.apps.unitlists import services
from guanjia.apps.unitlists.models import UnitListImport
from tests.cast import House, at

NOW = at("09:00")
REAL = Path(__file__).resolve().parents[5] / "shared" / "data"


def uploaded(house: House, content: bytes, name: str = "list.xlsx") -> UnitListImport:
    """A list taken in, columns guessed."""
    return services.upload(house.site, by=house.system, at=NOW, file_name=name, content=content)


def mapped(house: House, content: bytes, *, new_groups: bool = False) -> UnitListImport:
    """A list whose columns are settled as guessed."""
    unit_list = uploaded(house, content)
    plans = unit_list.sheet_plans
    return services.choose_columns(
        unit_list, by=house.system, at=NOW, plans=plans, allow_new_groups=new_groups
    )


def imported(house: House, content: bytes, *, new_groups: bool = False) -> UnitListImport:
    """A list stored to its end."""
    unit_list = services.start(
        mapped(house, content, new_groups=new_groups),
        by=house.system,
        at=NOW,
        by_worker=False,
        even_empty=True,
    )
    return services.carry_out(unit_list, by=house.system, at=NOW)


def counts(unit_list: UnitListImport) -> tuple[int, int, int, int, int]:
    """Accepted, created, changed, unchanged, refused."""
    return (unit_list.accepted, unit_list.created, unit_list.changed, unit_list.unchanged, unit_list.refused)


def stored() -> dict[str, int]:
    """How many rows each table holds."""
    return {
        model.__name__: model.objects.count() for model in (Group, Building, Unit, Person, Phone, Residency)
    }


def every_row() -> Iterator[tuple[object, ...]]:
    """Everything that is stored, for comparing before and after."""
    for model in (Group, Building, Unit, Person, Phone, Residency):
        yield from sorted((model.__name__, *row) for row in model.objects.values_list())
