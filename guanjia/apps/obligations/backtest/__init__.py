"""The back-test: what a duty would have made of the past of a site. Nothing is stored.

It is the engine itself over obligations that live in memory: the same ``Reaction`` decides what an event does, the same
``Turn`` makes the turns of the calendar, ``fire`` and ``became`` say what an alarm makes of a row. Here is only what stands
around them: ``past`` reads the journal, ``rehearsing`` keeps the clock and the rows, ``trial`` counts.
"""
