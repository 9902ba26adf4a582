"""The verbs about people; the only writers of their tables.

``register`` holds what front desks do one by one, ``privacy`` revealing, exporting and erasing, ``settling`` what a unit list does
with thousands at once. The journal carries ids and never a name or a number, because it cannot forget.
"""

from guanjia.apps.people.services.privacy import erase as erase
from guanjia.apps.people.services.privacy import export as export
from guanjia.apps.people.services.privacy import reveal as reveal
from guanjia.apps.people.services.register import add_phone as add_phone
from guanjia.apps.people.services.register import change as change
from guanjia.apps.people.services.register import move_in as move_in
from guanjia.apps.people.services.register import move_out as move_out
from guanjia.apps.people.services.register import register as register
from guanjia.apps.people.services.register import remove_phone as remove_phone
from guanjia.apps.people.services.settling import settle_owners as settle_owners
