"""The addresses of duties, of breaches and of proposed consequences."""

from django.urls import path

from guanjia.apps.obligations.backtest import views as backtest
from guanjia.apps.obligations.views import breaches, duties, proposals

app_name = "obligations"

urlpatterns = [
    path("mine/", duties.show_mine, name="mine"),
    path("mine/live/", duties.show_mine_live, name="mine_live"),
    path("team/", duties.list_team, name="team"),
    path("", duties.list_all, name="list"),
    path("<int:obligation_id>/", duties.show_why, name="why"),
    path("<int:obligation_id>/report/", duties.report, name="report"),
    path("<int:obligation_id>/acknowledge/", duties.acknowledge, name="acknowledge"),
    path("<int:obligation_id>/pause/", duties.pause, name="pause"),
    path("<int:obligation_id>/resume/", duties.resume, name="resume"),
    path("<int:obligation_id>/reassign/", duties.reassign, name="reassign"),
    path("<int:obligation_id>/excuse/", duties.excuse, name="excuse"),
    path("breaches/", breaches.list_breaches, name="breaches"),
    path("breaches/answer/", breaches.answer_many, name="answer_many"),
    path("breaches/accept/", breaches.accept_many, name="accept_many"),
    path("breaches/rule/", breaches.set_rule, name="answer_rule"),
    path("breaches/<int:breach_id>/", breaches.show_breach, name="breach"),
    path("breaches/<int:breach_id>/print/", breaches.print_breach, name="print_breach"),
    path("breaches/<int:breach_id>/explain/", breaches.explain, name="explain"),
    path("breaches/<int:breach_id>/correct/", breaches.correct, name="correct"),
    path("breaches/<int:breach_id>/check/", breaches.check, name="check"),
    path("breaches/<int:breach_id>/dispense/", breaches.dispense, name="dispense"),
    path("breaches/<int:breach_id>/propose/", proposals.propose, name="propose"),
    path("proposals/", proposals.list_proposals, name="proposals"),
    path("proposals/<int:proposal_id>/", proposals.show_proposal, name="proposal"),
    path("proposals/<int:proposal_id>/view/", proposals.state_view, name="state_view"),
    path("proposals/<int:proposal_id>/decide/", proposals.decide, name="decide"),
    path("proposals/<int:proposal_id>/withdraw/", proposals.withdraw, name="withdraw"),
    path("backtest/", backtest.ask, name="backtest"),
    path("backtest/run/", backtest.run, name="backtest_run"),
]
