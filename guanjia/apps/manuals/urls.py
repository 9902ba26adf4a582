"""The addresses of rulebook documents."""

from django.urls import path

from guanjia.apps.manuals.views import clauses, copies, documents, intakes, readings, versions

app_name = "manuals"

urlpatterns = [
    path("", documents.list_documents, name="list"),
    path("search/", documents.search, name="search"),
    path("new/", documents.open_document, name="open"),
    path("mine/", readings.list_mine, name="mine"),
    path("readings/<str:ref>/", readings.show_reading, name="reading"),
    path("readings/<str:ref>/acknowledge/", readings.acknowledge, name="acknowledge"),
    path("copies/", copies.list_outdated, name="outdated"),
    path("copies/<int:copy_id>/take-back/", copies.take_back, name="take_back"),
    path("copies/<int:copy_id>/destroy/", copies.destroy, name="destroy"),
    path("files/<int:intake_id>/", intakes.show_intake, name="intake"),
    path("files/<int:intake_id>/move/", intakes.move, name="intake_move"),
    path("files/<int:intake_id>/join/", intakes.join, name="intake_join"),
    path("files/<int:intake_id>/divide/<int:place>/", intakes.divide, name="intake_divide"),
    path("files/<int:intake_id>/save/", intakes.save, name="intake_save"),
    path("files/<int:intake_id>/discard/", intakes.discard, name="intake_discard"),
    path("clauses/<int:clause_id>/", clauses.change, name="clause"),
    path("clauses/<int:clause_id>/remove/", clauses.remove, name="clause_remove"),
    path("clauses/<int:clause_id>/rules/", clauses.link, name="link"),
    path("clauses/<int:clause_id>/rules/drop/", clauses.unlink, name="unlink"),
    path("editions/<int:version_id>/", versions.show_version, name="version"),
    path("editions/<int:version_id>/add/", clauses.add, name="clause_add"),
    path("editions/<int:version_id>/difference/", versions.show_difference, name="difference"),
    path("editions/<int:version_id>/readers/", readings.list_readers, name="readers"),
    path("editions/<int:version_id>/paper/", versions.show_paper, name="paper"),
    path("editions/<int:version_id>/word/", versions.download_word, name="word"),
    path("editions/<int:version_id>/markdown/", versions.download_markdown, name="markdown"),
    path("editions/<int:version_id>/prepare/", versions.prepare, name="prepare"),
    path("editions/<int:version_id>/review/", versions.review, name="review"),
    path("editions/<int:version_id>/approve/", versions.approve, name="approve"),
    path("editions/<int:version_id>/send-back/", versions.send_back, name="send_back"),
    path("editions/<int:version_id>/withdraw/", versions.withdraw, name="withdraw"),
    path("<int:document_id>/", documents.show_document, name="document"),
    path("<int:document_id>/describe/", documents.describe, name="describe"),
    path("<int:document_id>/begin/", documents.begin, name="begin"),
    path("<int:document_id>/take-in/", intakes.take_in, name="take_in"),
    path("<int:document_id>/copies/", copies.list_copies, name="copies"),
    path("<int:document_id>/copies/issue/", copies.issue, name="issue"),
]
