"""The addresses of what the desk keeps."""

from django.urls import path

from guanjia.apps.safekeeping.views import counter, items, losses, papers, printing, shelf, steps

app_name = "safekeeping"

urlpatterns = [
    path("", shelf.show_shelf, name="shelf"),
    path("counter/", counter.show_counter, name="counter"),
    path("new/<str:kind>/", counter.receive, name="receive"),
    path("refused/", shelf.list_turned_away, name="turned_away"),
    path("refused/new/", counter.turn_away, name="turn_away"),
    path("hand-on/", steps.hand_on, name="hand_on"),
    path("batches/", shelf.list_batches, name="batches"),
    path("batches/<str:ref>/", shelf.show_batch, name="batch"),
    path("batches/<str:ref>/pdf/", printing.show_batch_pdf, name="batch_pdf"),
    path("labels/", printing.show_labels, name="labels"),
    path("papers/", printing.show_pdfs, name="pdfs"),
    path("losses/", losses.list_losses, name="losses"),
    path("losses/new/", losses.report_loss, name="report_loss"),
    path("losses/<str:ref>/", losses.show_loss, name="loss"),
    path("losses/<str:ref>/close/", losses.close_loss, name="close_loss"),
    path("losses/<str:ref>/phone/", losses.show_phone, name="loss_phone"),
    path("newspapers/", papers.show_papers, name="papers"),
    path("newspapers/subscribe/", papers.subscribe, name="subscribe"),
    path("newspapers/count/", papers.count_papers, name="count_papers"),
    path(
        "newspapers/subscriptions/<int:subscription_id>/end/",
        papers.end_subscription,
        name="end_subscription",
    ),
    path("newspapers/days/<int:paper_day_id>/good/", papers.make_good, name="papers_good"),
    path("rules/", shelf.set_rules, name="rules"),
    path("<str:ref>/", items.show_item, name="item"),
    path("<str:ref>/print/", printing.show_paper, name="print"),
    path("<str:ref>/pdf/", printing.show_pdf, name="pdf"),
    path("<str:ref>/hand-out/", steps.hand_out, name="hand_out"),
    path("<str:ref>/bring-back/", steps.bring_back, name="bring_back"),
    path("<str:ref>/tell/", steps.tell, name="tell"),
    path("<str:ref>/prolong/", steps.prolong, name="prolong"),
    path("<str:ref>/move/", steps.move, name="move"),
    path("<str:ref>/phone/", steps.show_phone, name="phone"),
    path("<str:ref>/keep-on/", steps.keep_on, name="keep_on"),
    path("<str:ref>/release/", steps.release, name="release"),
    path("<str:ref>/dispose/", steps.dispose, name="dispose"),
    path("<str:ref>/send-back/", steps.send_back, name="send_back"),
    path("<str:ref>/police/", steps.give_to_police, name="give_to_police"),
]
