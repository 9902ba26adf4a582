"""The rules of the house, each tried on a good and a bad sample, then on the house."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from guanjia.kernel.scope import CompanyOwned
from tests.architecture.rules import APPS, ROOT, RULES, sample, sources

SAMPLES = {
    "only services write": (
        "queries.get_case(actor, ref)",
        "Case.objects.filter(pk=1).update(state='X')",
        "views",
    ),
    "a save names its fields": ("case.save(update_fields=['state'])", "case.save()", "services"),
    "screens ask queries": ("queries.list_cases(actor)", "Case.objects.all()", "views"),
    "apps do not read the clock": ("step(at)", "timezone.now()", "services"),
    "other apps are entered by their doors": (
        "from guanjia.apps.people import queries",
        "from guanjia.apps.people.models import Person",
        "services",
    ),
    "no star imports, no signals": (
        "from a import b",
        "from django.db.models.signals import post_save",
        "services",
    ),
    "verbs explain themselves": (
        '"""A."""\ndef close():\n    """B."""',
        '"""A."""\ndef close(): ...',
        "services",
    ),
    "rules are pure": (
        "from datetime import datetime",
        "from guanjia.apps.cases.models import Case",
        "rules",
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_bites_and_lets_pass(rule):
    good, bad, room = SAMPLES[rule.name]
    assert list(rule.broken_at(sample(good, room=room))) == []
    assert list(rule.broken_at(sample(bad, room=room))) != []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_house_keeps_its_rules(rule):
    broken = [f"{source.path}:{line}" for source in sources() for line in rule.broken_at(source)]
    assert not broken, f"{rule.instead}\n" + "\n".join(broken)


OURS = [model for model in apps.get_models() if model.__module__.startswith("guanjia.apps.")]
OF_THE_WHOLE_INSTALLATION = {
    "organisations.Company": "it is the tenant itself",
    "organisations.Account": "a sign-in is looked up before the company is known",
    "calendars.YearNotice": "the state announces holidays for everybody",
    "rulebook.PackVersion": "a pack is shipped with the product; which site adopts it is the company's",
}


def test_every_row_belongs_to_a_company():
    unscoped = {model._meta.label for model in OURS if not issubclass(model, CompanyOwned)}
    assert unscoped <= set(OF_THE_WHOLE_INSTALLATION)


def test_foreign_keys_point_down_and_give_no_way_back():
    wrong = []
    for model in OURS:
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey) or field.auto_created or field.model is not model:
                continue
            target = field.related_model._meta.app_label
            if target in settings.STOREYS and model._meta.app_label in settings.STOREYS:
                upward = settings.STOREYS.index(target) < settings.STOREYS.index(model._meta.app_label)
                named = field.remote_field.related_name
                if upward or (target != model._meta.app_label and named != "+"):
                    wrong.append(f"{model._meta.label}.{field.name}")
    assert not wrong, "A foreign key to another app points down a storey and has related_name='+'."


@pytest.mark.parametrize("app", sorted(path.name for path in APPS.iterdir() if (path / "apps.py").exists()))
def test_every_app_says_what_it_is_for(app):
    readme = (APPS / app / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {app}")
    assert len(readme.splitlines()) <= 70, "one screen"


def test_no_room_outgrows_itself():
    """Taste with a limit: a file of code seldom passes 300 lines; nothing passes 450."""
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in (ROOT / "guanjia").glob("**/*.py")
        if "migrations" not in path.parts
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > 450
    ]
    assert not long, "Split the room into a folder of the same name, by noun."
