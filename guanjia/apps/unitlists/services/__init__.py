"""The verbs of an import; the only writers of its tables.

``taking_in`` uploads a file and settles how it is read; ``carrying_out`` stores it, batch by batch; ``handing_back``
gives out the rows that were refused. Rows are all or nothing:
a unit, its building, its owner and their telephones are one transaction with the count that tells of them, so an
import that is cancelled, killed or run by two workers at once has stored exactly what its page says.
"""

from guanjia.apps.unitlists.services.carrying_out import carry_out as carry_out
from guanjia.apps.unitlists.services.carrying_out import dry_run as dry_run
from guanjia.apps.unitlists.services.carrying_out import fail as fail
from guanjia.apps.unitlists.services.handing_back import hand_back as hand_back
from guanjia.apps.unitlists.services.taking_in import SiteLike as SiteLike
from guanjia.apps.unitlists.services.taking_in import cancel as cancel
from guanjia.apps.unitlists.services.taking_in import choose_columns as choose_columns
from guanjia.apps.unitlists.services.taking_in import purge as purge
from guanjia.apps.unitlists.services.taking_in import start as start
from guanjia.apps.unitlists.services.taking_in import upload as upload
