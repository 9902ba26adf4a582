"""Run on its own: an estate on duty, its rulebook in force, one webhook; prints a token.

``python -m tests.kill.seed URL``, with the settings of the installation in the environment.
"""

import sys
from datetime import UTC, datetime, timedelta

import django

django.setup()

from guanjia.api import services as api  # noqa: E402
from guanjia.apps.organisations import queries, services  # noqa: E402
from guanjia.apps.rulebook import services as rulebook  # noqa: E402
from guanjia.kernel.permissions import CAPABILITIES  # noqa: E402
from guanjia.kernel.scope import company_scope  # noqa: E402
from tests.cast import wanxing  # noqa: E402


def main(url: str) -> None:
    """Build the estate as it is now, in the middle of the working day of the test."""
    now = datetime.now(UTC)
    house = wanxing()
    with company_scope(house.company.pk):
        system = house.system
        rulebook.adopt(house.site.pk, by=system, at=now - timedelta(days=2), pack="estate_desk", from_at=now)
        for post in house.posts.values():
            services.set_capabilities(post, by=system, at=now, capabilities=sorted(CAPABILITIES))
        for login, post in (("lin", "front_desk"), ("sun", "technician")):
            services.plan_shift(
                house.posts[post],
                house.people[login],
                by=system,
                at=now,
                from_at=now - timedelta(hours=2),
                until_at=now + timedelta(hours=4),
            )
        api.make_endpoint(
            by=system, at=now, site_id=house.site.pk, name="ear", url=url, events=["cases.received"]
        )
        owner = queries.actor_for_staff(house.people["lin"].pk, now)
        _token, text = api.make_token(owner, by=system, at=now, name="client", days=1)
    print(text)


if __name__ == "__main__":
    main(sys.argv[1])
