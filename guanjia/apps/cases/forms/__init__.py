"""What the screens of cases ask: ``intake`` (registering), ``verbs`` (the steps of a case), ``visits``, ``public``."""
