"""The verbs over letters, contact sheets, rectification notices, tips and notices, and over the company's texts."""

from guanjia.apps.letters.services.contacts import (
    accept_answer,
    acknowledge_sheet,
    answer_sheet,
    issue_sheet,
    return_answer,
    withdraw_sheet,
)
from guanjia.apps.letters.services.incoming import (
    answer_otherwise,
    file_incoming,
    hand_on,
    register,
    waive_answer,
)
from guanjia.apps.letters.services.notices import (
    draft_notice,
    edit_notice,
    put_up,
    recall,
    take_all_down,
    take_down,
    withdraw_notice,
)
from guanjia.apps.letters.services.outgoing import (
    draft_letter,
    edit_letter,
    file_outgoing,
    put_seal,
    record_reply,
    send,
    withdraw_letter,
)
from guanjia.apps.letters.services.rectifications import (
    deliver,
    draft_rectification,
    edit_rectification,
    issue_rectification,
    recheck,
    refer,
    report_corrected,
    second_notice,
    withdraw_rectification,
)
from guanjia.apps.letters.services.reviewing import review, submit
from guanjia.apps.letters.services.wordings import keep_wording, retire_wording

__all__ = [
    "accept_answer",
    "acknowledge_sheet",
    "answer_otherwise",
    "answer_sheet",
    "deliver",
    "draft_letter",
    "draft_notice",
    "draft_rectification",
    "edit_letter",
    "edit_notice",
    "edit_rectification",
    "file_incoming",
    "file_outgoing",
    "hand_on",
    "issue_rectification",
    "issue_sheet",
    "keep_wording",
    "put_seal",
    "put_up",
    "recall",
    "recheck",
    "record_reply",
    "refer",
    "register",
    "report_corrected",
    "retire_wording",
    "return_answer",
    "review",
    "second_notice",
    "send",
    "submit",
    "take_all_down",
    "take_down",
    "waive_answer",
    "withdraw_letter",
    "withdraw_notice",
    "withdraw_rectification",
    "withdraw_sheet",
]
