"""The addresses of work orders."""

from __future__ import annotations

from django.urls import path

from guanjia.apps.workorders.views import board, orders, paper, work

app_name = "workorders"

urlpatterns = [
    path("", orders.list_orders, name="list"),
    path("board/", board.board, name="board"),
    path("board/live/", board.board_live, name="board_live"),
    path("mine/", work.mine, name="mine"),
    path("mine/live/", work.mine_live, name="mine_live"),
    path("new/", orders.issue, name="issue"),
    path("rules/", orders.rules, name="rules"),
    path("many/auto-assign/", orders.auto_assign_many, name="auto_assign_many"),
    path("many/offer/", orders.offer_many, name="offer_many"),
    path("pdf/", paper.show_pdfs, name="pdfs"),
    path("<str:ref>/", orders.show_order, name="order"),
    path("<str:ref>/peek/", board.peek, name="peek"),
    path("<str:ref>/print/", paper.show_paper, name="print"),
    path("<str:ref>/pdf/", paper.show_pdf, name="pdf"),
    path("<str:ref>/photos/", orders.photos, name="photos"),
    path("<str:ref>/phone/", orders.reveal_contact, name="reveal_contact"),
    path("<str:ref>/assign/", board.assign, name="assign"),
    path("<str:ref>/auto_assign/", board.auto_assign, name="auto_assign"),
    path("<str:ref>/offer/", board.offer, name="offer"),
    path("<str:ref>/grab/", work.grab, name="grab"),
    path("<str:ref>/accept/", work.accept, name="accept"),
    path("<str:ref>/arrive/", work.arrive, name="arrive"),
    path("<str:ref>/start/", work.start, name="start"),
    path("<str:ref>/appoint/", work.appoint, name="appoint"),
    path("<str:ref>/pause/", work.pause, name="pause"),
    path("<str:ref>/resume/", work.resume, name="resume"),
    path("<str:ref>/transfer/", board.transfer, name="transfer"),
    path("<str:ref>/send_back/", work.send_back, name="send_back"),
    path("<str:ref>/quote/", work.quote, name="quote"),
    path("<str:ref>/consent/", work.consent, name="consent"),
    path("<str:ref>/complete/", work.complete, name="complete"),
    path("<str:ref>/cancel/", board.cancel, name="cancel"),
    path("<str:ref>/merge/", board.merge, name="merge"),
    path("<str:ref>/split/", orders.split, name="split"),
]
