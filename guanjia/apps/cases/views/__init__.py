"""The screens of cases: ``intake``, ``case``, ``steps``, ``visits``, ``reviews``, ``public``."""
