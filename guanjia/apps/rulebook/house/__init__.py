"""House rules (本公司规定): rules a company writes for itself, by choosing words, as a pack of its own.

``vocabulary`` is what can be chosen · ``shape`` which questions a choice asks next · ``writing`` turns answers into the tables of a pack,
``answering`` a duty back into answers · ``checking`` hands them to the loader of all packs and names each mistake at its question ·
``toml`` writes the pack out. The verbs are in ``services.house``.
"""
