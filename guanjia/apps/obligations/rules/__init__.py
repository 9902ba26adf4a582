"""Pure decisions: ``alarms`` when something rings, ``firing`` what is done then, ``outcomes`` how it ends, ``matching`` which
event does what, ``refusals`` why a verb is not done."""
