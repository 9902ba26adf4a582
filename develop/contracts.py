"""A contract of our own for import-linter: an app is entered by its doors only."""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """No module outside an app imports anything of it but its doors.

    ``apps`` is the package the apps live in, ``doors`` the rooms anybody may enter, ``keepers`` the packages that may
    enter everywhere (the wiring). Tests may look into their neighbours' rooms.
    """

    type_name = "doors"

    # Declared as fields; import-linter puts the values of the contract in their place.
    apps: Any = fields.StringField()
    doors: Any = fields.ListField(subfield=fields.StringField())
    keepers: Any = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Compare every import into an app with the list of doors."""
        broken = [
            (importer, room)
            for app in sorted(graph.find_children(self.apps))
            for room in sorted(graph.find_descendants(app))
            if room.removeprefix(f"{app}.").split(".")[0] not in self.doors
            for importer in sorted(self._strangers(graph, app, room))
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _strangers(self, graph: ImportGraph, app: str, room: str) -> set[str]:
        welcome = (app, *(self.keepers or ()))
        return {
            importer
            for importer in graph.find_modules_that_directly_import(room)
            if not any(importer == one or importer.startswith(f"{one}.") for one in welcome)
            and "tests" not in importer.split(".")
        }

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print the imports that go through a wall."""
        doors = ", ".join(self.doors)
        for importer, room in check.metadata["broken"]:
            output.print_error(f"{importer} imports {room}: enter by a door ({doors})", bold=False)
