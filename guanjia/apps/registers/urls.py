"""The addresses of registers and their entries."""

from django.urls import path

from guanjia.apps.registers.designer import views as designer
from guanjia.apps.registers.views import books, entries, papers, retention, workbooks

app_name = "registers"

urlpatterns = [
    path("", books.list_registers, name="list"),
    path("to-sign/", books.list_to_sign, name="to_sign"),
    path("to-sign/sign/", books.sign_many, name="sign_many"),
    path("worker.js", books.worker, name="worker"),
    path("lookup/all/", books.lookup_all, name="lookup_all"),
    path("lookup/places/", books.lookup_places, name="lookup_places"),
    path("books/<str:pack>/<str:register>/", books.show_register, name="register"),
    path("books/<str:pack>/<str:register>/new/", books.enter, name="enter"),
    path("books/<str:pack>/<str:register>/import/", workbooks.bring_in, name="bring_in"),
    path("books/<str:pack>/<str:register>/template/", workbooks.show_template, name="template"),
    path("designer/", designer.list_forms, name="design"),
    path("designer/new/", designer.design, name="design_new"),
    path("designer/import/", designer.bring_in, name="design_bring_in"),
    path("designer/<int:number>.toml", designer.export, name="design_export"),
    path("designer/<int:number>/", designer.show_form, name="design_form"),
    path("designer/<int:number>/edit/", designer.edit, name="design_edit"),
    path("designer/<int:number>/propose/", designer.propose, name="design_propose"),
    path("designer/<int:number>/approve/", designer.approve, name="design_approve"),
    path("designer/<int:number>/send-back/", designer.send_back, name="design_send_back"),
    path("designer/<int:number>/discard/", designer.discard, name="design_discard"),
    path("designer/<int:number>/retire/", designer.retire, name="design_retire"),
    path("retention/", retention.show_retention, name="retention"),
    path("retention/ask/", retention.ask_destruction, name="ask_destruction"),
    path("retention/<str:ref>/destroy/", retention.destroy, name="destroy"),
    path("retention/<str:ref>/drop/", retention.drop_destruction, name="drop_destruction"),
    path("entries/<str:ref>/hold/", retention.hold, name="hold"),
    path("imports/<str:ref>/", workbooks.show_import, name="import"),
    path("imports/<str:ref>/refused/", workbooks.show_refused, name="refused"),
    path("entries/pdf/", papers.show_pdfs, name="pdfs"),
    path("entries/<str:ref>/", entries.show_entry, name="entry"),
    path("entries/<str:ref>/sign/", entries.sign, name="sign"),
    path("entries/<str:ref>/decline/", entries.decline, name="decline"),
    path("entries/<str:ref>/steps/<str:action>/", entries.act, name="act"),
    path("entries/<str:ref>/strike/", entries.strike, name="strike"),
    path("entries/<str:ref>/rewrite/", entries.rewrite, name="rewrite"),
    path("entries/<str:ref>/reveal/<str:field>/", entries.reveal, name="reveal"),
    path("entries/<str:ref>/print/", papers.show_paper, name="print"),
    path("entries/<str:ref>/pdf/", papers.show_pdf, name="pdf"),
]
