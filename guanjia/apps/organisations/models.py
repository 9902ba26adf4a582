"""Companies, sites, posts and the people who hold them."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from guanjia.apps.organisations.terms import SITE_KINDS, SiteKind
from guanjia.kernel.scope import CompanyOwned


class Company(models.Model):
    """A property-service company: the tenant. Nothing of one company is ever visible to another."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; a login name is kept in lower case."""

    def create_user(self, login: str, password: str | None = None, **values: object) -> "Account":
        """A new sign-in. Without a password nobody can sign in with it until one is set."""
        account = self.model(login=login.strip().lower(), **values)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A sign-in: login name, password, language. What it may do comes from the posts of its staff member."""

    login = models.CharField(max_length=60, unique=True)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)

    objects = AccountManager()

    USERNAME_FIELD = "login"

    def __str__(self) -> str:
        return self.login


class Site(CompanyOwned):
    """A place the company manages (管理处/项目). ``ref_prefix`` keeps the numbers of a second site apart from the first."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(
        max_length=20, choices=[(k.value, v) for k, v in SITE_KINDS.items()], default=SiteKind.ESTATE
    )
    timezone = models.CharField(max_length=40, default="Asia/Shanghai")
    hotline = models.CharField(max_length=30, blank=True)
    ref_prefix = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="site_code_once"),
            models.UniqueConstraint(fields=["company", "ref_prefix"], name="site_prefix_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Department(CompanyOwned):
    """A department of a site (客户服务部, 工程部 …)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="department_once")]

    def __str__(self) -> str:
        return self.name


class Post(CompanyOwned):
    """A post (岗位) of a site: where it stands in the reporting line and which capabilities its holder has."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    reports_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    capabilities = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="post_once")]

    def __str__(self) -> str:
        return self.name


class Staff(CompanyOwned):
    """A person who works for the company. ``skills`` are trade keys (``terms.Trade``)."""

    account = models.OneToOneField(Account, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    skills = models.JSONField(default=list)
    left_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class Appointment(CompanyOwned):
    """A staff member holds a post from a day until a day (half-open), for all of the site or for some groups (组团)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    group_codes = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["post", "from_on"], name="appointment_post")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gt=models.F("from_on")),
                name="appointment_period",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff} · {self.post}"


class StandIn(CompanyOwned):
    """Somebody stands in for an absent holder of a post (职务代理), for a period, with a reason."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    absent = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")), name="stand_in_period"
            ),
            models.CheckConstraint(condition=~models.Q(absent=models.F("stand_in")), name="stand_in_other"),
        ]

    def __str__(self) -> str:
        return f"{self.stand_in} for {self.absent}"


class Shift(CompanyOwned):
    """Somebody is on duty at a post of a site, from a moment until a moment (half-open)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "until_at"], name="shift_site_until")]
        constraints = [
            models.CheckConstraint(condition=models.Q(until_at__gt=models.F("from_at")), name="shift_period")
        ]

    def __str__(self) -> str:
        return f"{self.staff} {self.from_at:%m-%d %H:%M}"
