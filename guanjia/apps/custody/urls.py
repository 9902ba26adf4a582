"""The addresses of what is kept and lent."""

from django.urls import path

from guanjia.apps.custody.views import counter, counts, loans, pieces

app_name = "custody"

urlpatterns = [
    path("", counter.board, name="board"),
    path("counter/", counter.counter, name="counter"),
    path("pieces/", pieces.list_pieces, name="pieces"),
    path("pieces/add/", pieces.add_piece, name="add_piece"),
    path("pieces/import/", pieces.bring_in, name="import"),
    path("pieces/workbook/", pieces.show_template, name="template"),
    path("pieces/labels/", pieces.show_labels, name="labels"),
    path("pieces/<int:piece_id>/", pieces.show_piece, name="piece"),
    path("pieces/<int:piece_id>/change/", pieces.change_piece, name="change_piece"),
    path("pieces/<int:piece_id>/retire/", pieces.retire, name="retire"),
    path("pieces/<int:piece_id>/loss/", pieces.report_loss, name="piece_loss"),
    path("pieces/<int:piece_id>/lend/", loans.lend, name="lend"),
    path("pieces/<int:piece_id>/issue/", loans.issue, name="issue"),
    path("units/<int:unit_id>/hand-over/", loans.hand_over, name="hand_over"),
    path("lookup/places/", pieces.lookup_places, name="lookup_places"),
    path("kinds/", pieces.list_kinds, name="kinds"),
    path("kinds/add/", pieces.add_kind, name="add_kind"),
    path("kinds/<int:kind_id>/", pieces.change_kind, name="change_kind"),
    path("losses/", counts.list_losses, name="losses"),
    path("losses/<str:ref>/settle/", counts.settle_loss, name="settle_loss"),
    path("losses/<str:ref>/found/", counts.find, name="find"),
    path("counts/", counts.list_counts, name="counts"),
    path("counts/new/<str:family>/", counts.count, name="new_count"),
    path("counts/differences/<int:difference_id>/", counts.clear_difference, name="clear_difference"),
    path("counts/<str:ref>/", counts.show_count, name="count"),
    path("loans/<str:ref>/", loans.show_loan, name="loan"),
    path("loans/<str:ref>/approve/", loans.approve, name="approve"),
    path("loans/<str:ref>/decline/", loans.decline, name="decline"),
    path("loans/<str:ref>/withdraw/", loans.withdraw, name="withdraw"),
    path("loans/<str:ref>/hand-out/", loans.hand_out, name="hand_out"),
    path("loans/<str:ref>/extend/", loans.extend, name="extend"),
    path("loans/<str:ref>/back/", loans.take_back, name="take_back"),
    path("loans/<str:ref>/entrust/", loans.entrust, name="entrust"),
    path("loans/<str:ref>/loss/", loans.report_loss, name="report_loss"),
    path("loans/<str:ref>/phone/", loans.reveal_contact, name="reveal_contact"),
    path("loans/<str:ref>/print/", loans.show_paper, name="print"),
    path("loans/<str:ref>/pdf/", loans.show_pdf, name="pdf"),
]
