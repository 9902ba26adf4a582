"""Addresses of cases; those of customers are in ``public_urls``."""

from datetime import date

from django.urls import path, register_converter

from guanjia.apps.cases.views import case, intake, reviews, steps, visits


class DayConverter:
    """A day in an address: 2026-03-02."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "day")

app_name = "cases"

urlpatterns = [
    path("", case.list_cases, name="list"),
    path("receive/", intake.receive, name="receive"),
    path("receive/card/", intake.card, name="receive_card"),
    path("visits/", visits.list_visits, name="visits"),
    path("visits/next/", visits.take_next, name="next_visit"),
    path("visits/<str:ref>/", visits.show_visit, name="visit"),
    path("visits/<str:ref>/claim/", visits.claim, name="visit_claim"),
    path("visits/<str:ref>/release/", visits.release, name="visit_release"),
    path("visits/<str:ref>/satisfied/", visits.record_satisfied, name="visit_record_satisfied"),
    path("visits/<str:ref>/dissatisfied/", visits.record_dissatisfied, name="visit_record_dissatisfied"),
    path("visits/<str:ref>/unreached/", visits.record_unreached, name="visit_record_unreached"),
    path("reviews/", reviews.list_reviews, name="reviews"),
    path("reviews/<day:day>/", reviews.review_day, name="review"),
    path("weeks/<day:monday>/", reviews.weekly_list, name="week"),
    path("pdf/", case.show_pdfs, name="pdfs"),
    path("<str:ref>/", case.show_case, name="case"),
    path("<str:ref>/timeline/", case.show_timeline, name="timeline"),
    path("<str:ref>/print/", case.print_case, name="print"),
    path("<str:ref>/pdf/", case.show_pdf, name="pdf"),
    path("<str:ref>/phone/", steps.reveal_phone, name="reveal_phone"),
    path("<str:ref>/close/", steps.close, name="close"),
    *(path(f"<str:ref>/{name.replace('_', '-')}/", view, name=name) for name, view in steps.VIEWS.items()),
]
