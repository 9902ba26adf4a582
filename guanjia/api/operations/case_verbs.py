"""``POST /cases/{ref}/{verb}``: one address per verb of the table, all made alike."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from guanjia.api.door import ApiRequest, operation
from guanjia.api.once import answered_once
from guanjia.api.problems import Problem
from guanjia.api.schemas.cases import CaseGiven
from guanjia.api.shown import cases as shown
from guanjia.api.verbs import VERBS, Verb
from guanjia.apps.cases import queries
from guanjia.apps.cases.terms import Can
from guanjia.kernel.idempotency import Answer
from guanjia.kernel.refusals import Refusal

router = Router(tags=["verbs"])


def _operation_of(verb: Verb) -> Callable[..., Any]:
    def do(request: ApiRequest, ref: str, sent: Any) -> HttpResponse:
        def produce() -> Answer:
            case = queries.get_case(request.actor, ref)
            made = verb.do(case, by=request.actor, at=request.now, sent=sent)
            given = shown.one(request.actor, queries.get_case(request.actor, ref), made=made)
            return Answer(200, given.model_dump(mode="json"))

        return answered_once(request, produce)

    do.__name__ = verb.name
    do.__doc__ = verb.fields.__doc__
    do.__annotations__["sent"] = verb.fields
    return operation(can=verb.can)(do)


for _verb in VERBS:
    router.post(
        f"/cases/{{ref}}/{_verb.name}",
        response=CaseGiven,
        summary=_verb.name.replace("_", " ").capitalize(),
        operation_id=f"cases_{_verb.name}",
    )(_operation_of(_verb))


@router.post("/cases/{ref}/{verb}", include_in_schema=False)
@operation(can=Can.SEE)
def unknown_verb(request: ApiRequest, ref: str, verb: str) -> HttpResponse:
    """A verb that does not exist."""
    queries.get_case(request.actor, ref)
    sentence = _("There is no verb “%(verb)s”. The field “steps” of a case lists what can be done with it.")
    raise Problem(404, Refusal("unknown_verb", sentence, params={"verb": verb[:40]}))
