"""The kernel: what every app stands on. It knows no business noun and no HTTP.

Read in this order: ``actor`` · ``permissions`` · ``scope`` · ``refusals`` · ``lifecycle`` · ``locking`` · ``events`` ·
``journal`` · ``reactions`` · ``outbox`` · ``numbering`` · ``working_time`` · ``money`` · ``periods``.
"""
