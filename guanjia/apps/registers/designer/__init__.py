"""The designer of registers: a company's own forms, made in the browser, and its own editions of shipped ones.

``sheet`` is what is being designed and what is done to it · ``asking``, ``fields`` and ``parts`` the questions of each of its parts ·
``outline`` the board as a list · ``preview`` the form and the
paper with sample values, storing nothing · ``views`` the screens. The drafts, their approval and the one way to check them are the
rulebook's (``rulebook.queries.forms``, ``rulebook.services.house_forms``).
"""
