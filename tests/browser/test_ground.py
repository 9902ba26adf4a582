"""The ground the journeys stand on: a page with its style, without an error, and nothing from another host."""

import pytest
from playwright.sync_api import Page


@pytest.mark.django_db(transaction=True)
def test_the_sign_in_page_arrives_whole_and_loads_nothing_from_elsewhere(
    live_server: object, page: Page
) -> None:
    address = live_server.url  # type: ignore[attr-defined]
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: wrong.append(response.url) if response.status >= 400 else None)
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{address}/account/sign-in/")
    page.wait_for_load_state("networkidle")
    assert wrong == []
    assert any(url.endswith("tabler.min.css") for url in asked)
    assert all(url.startswith((address, "data:", "blob:")) for url in asked)
    assert (page.locator("html").get_attribute("lang") or "").startswith("zh")
