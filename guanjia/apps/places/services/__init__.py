"""The verbs of the estate: adding and changing groups, buildings, units and places; the only writers of its tables.

``estate`` holds the single verbs about groups, buildings and units, ``bulk`` the one that stores many units at once, ``labels``
those about places and their QR labels. Nothing here is ever deleted: a unit is referred to by cases for ever, and a
place that is no more is retired.
"""

from guanjia.apps.places.services.bulk import SiteLike as SiteLike
from guanjia.apps.places.services.bulk import one_writer as one_writer
from guanjia.apps.places.services.bulk import store_units as store_units
from guanjia.apps.places.services.estate import add_building as add_building
from guanjia.apps.places.services.estate import add_group as add_group
from guanjia.apps.places.services.estate import add_unit as add_unit
from guanjia.apps.places.services.estate import change_group as change_group
from guanjia.apps.places.services.estate import change_unit as change_unit
from guanjia.apps.places.services.labels import add_place as add_place
from guanjia.apps.places.services.labels import add_unit_doors as add_unit_doors
from guanjia.apps.places.services.labels import change_place as change_place
from guanjia.apps.places.services.labels import renew_qr as renew_qr
from guanjia.apps.places.services.labels import retire_place as retire_place
