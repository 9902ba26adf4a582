"""Django's entry to the app."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "guanjia.apps.archives"
    label = "archives"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guanjia.apps.archives import panels
        from guanjia.apps.archives.terms import DESTRUCTIONS, FILES, LOANS, PAPERS, Can
        from guanjia.apps.documents.terms import seen_with
        from guanjia.apps.people.terms import person_page
        from guanjia.apps.places.terms import unit_page
        from guanjia.ui.pages import leads_to

        leads_to(FILES, "archives:volume")
        leads_to(PAPERS, "archives:paper")
        leads_to(LOANS, "archives:loan")
        leads_to(DESTRUCTIONS, "archives:run")
        seen_with(PAPERS, Can.SEE)
        unit_page.fill("archives", panels.on_unit_page, order=45)
        person_page.fill("archives", panels.on_person_page, order=45)
