"""Settings of an installation; what differs between installations comes from the environment (see ``env``).

Variables: ``GUANJIA_HOME``, ``GUANJIA_DATABASE_URL``, ``GUANJIA_DEBUG``, ``GUANJIA_HOSTS``, ``GUANJIA_ORIGINS``,
``GUANJIA_HTTPS``, ``GUANJIA_PROXIES``, ``GUANJIA_SECRET``, ``GUANJIA_TIME_ZONE``, ``GUANJIA_LANGUAGE``,
``GUANJIA_LOG_LEVEL``, ``GUANJIA_SHOW_DEMO_SIGN_INS``, ``GUANJIA_MAIL_HOST``, ``GUANJIA_MAIL_FROM``,
``GUANJIA_API_RATE``, ``GUANJIA_API_BODY``, ``GUANJIA_WEBHOOKS_PRIVATE``.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from guanjia.config import env
from guanjia.config.secret import read_or_make_secret

CODE = Path(__file__).resolve().parent.parent
BASE = CODE.parent

# --- The installation ------------------------------------------------------------------------------------------------

GUANJIA_HOME = env.folder("GUANJIA_HOME", BASE / "var")
GUANJIA_HOME.mkdir(parents=True, exist_ok=True)
GUANJIA_PROXIES = env.number("GUANJIA_PROXIES", 0)
# The demo's sign-ins are listed on the sign-in page as long as its people are in the database; a real one has none.
GUANJIA_SHOW_DEMO_SIGN_INS = env.flag("GUANJIA_SHOW_DEMO_SIGN_INS", True)
GUANJIA_COMPANY_MODEL = "organisations.Company"
GUANJIA_WIRING = "guanjia.config.wiring"

SECRET_KEY = env.text("GUANJIA_SECRET") or read_or_make_secret(GUANJIA_HOME / "secret")
DEBUG = env.flag("GUANJIA_DEBUG")
ALLOWED_HOSTS = env.words("GUANJIA_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("GUANJIA_ORIGINS")

# What other programs may ask, and where webhooks may go: see docs/api.md.
GUANJIA_API_RATE = env.text("GUANJIA_API_RATE", "3000/m")
GUANJIA_API_BODY = env.number("GUANJIA_API_BODY", 256 * 1024, least=1024)
GUANJIA_WEBHOOKS_PRIVATE = env.flag("GUANJIA_WEBHOOKS_PRIVATE")

# --- What the house consists of ----------------------------------------------------------------------------------------

STOREYS = (
    "insight",
    "archives",
    "custody",
    "gate",
    "letters",
    "meetings",
    "safekeeping",
    "cases",
    "workorders",
    "unitlists",
    "registers",
    "inspections",
    "manuals",
    "obligations",
    "rulebook",
    "messaging",
    "documents",
    "people",
    "calendars",
    "places",
    "organisations",
)
HOUSE = [
    "guanjia.shell",
    "guanjia.api",
    *(f"guanjia.apps.{app}" for app in STOREYS),
    "guanjia.ui",
    "guanjia.kernel",
]

INSTALLED_APPS = [
    *HOUSE,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "guanjia.config.middleware.real_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "guanjia.config.middleware.page_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "guanjia.shell.middleware.frame",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "guanjia.config.urls"
WSGI_APPLICATION = "guanjia.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guanjia.shell.frame.frame",
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our widgets are templates of `ui`

# --- Data --------------------------------------------------------------------------------------------------------------

DATABASES = {
    "default": env.database(env.text("GUANJIA_DATABASE_URL"), sqlite_file=GUANJIA_HOME / "guanjia.sqlite3"),
}
MEDIA_ROOT = GUANJIA_HOME / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

# --- Languages and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = env.text("GUANJIA_LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "guanjia_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("GUANJIA_TIME_ZONE", "Asia/Shanghai")

# --- Front-end files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
VENDOR = BASE / "static" / "vendor"  # brought by dev.py from package-lock.json, never committed
STATICFILES_DIRS = [("vendor", VENDOR)] if VENDOR.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 600

# --- Signing in --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "organisations.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = None
# allauth's own limit counts per login name, whoever asks: that would let a stranger lock a colleague out. It keeps a
# limit per address only; the count of wrong passwords is kept by axes below, in the database.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip"}
ACCOUNT_ADAPTER = "guanjia.shell.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "guanjia.shell.sign_in_forms.SignInForm",
    "reauthenticate": "guanjia.shell.sign_in_forms.ConfirmForm",
    "change_password": "guanjia.shell.sign_in_forms.PasswordForm",
}
MFA_FORMS = {
    "authenticate": "guanjia.shell.sign_in_forms.CodeForm",
    "reauthenticate": "guanjia.shell.sign_in_forms.ConfirmCodeForm",
    "activate_totp": "guanjia.shell.sign_in_forms.SwitchOnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Guanjia 管家"

# Name *and* address together: guessing from one address stops there, the owner signs in from anywhere else.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "guanjia.config.sign_in.throttled_name"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_TEMPLATE = "shell/sign_in_paused.html"

# --- Cookies and transport ---------------------------------------------------------------------------------------------

HTTPS = env.flag("GUANJIA_HTTPS")
SESSION_COOKIE_NAME = "guanjia_session"
SESSION_COOKIE_AGE = 12 * 3600  # a shift
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "guanjia.shell.errors.no_token"
CSRF_COOKIE_NAME = "guanjia_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and GUANJIA_PROXIES else None
X_FRAME_OPTIONS = "DENY"

# --- Mail and logging --------------------------------------------------------------------------------------------------

EMAIL_HOST = env.text("GUANJIA_MAIL_HOST")
DEFAULT_FROM_EMAIL = env.text("GUANJIA_MAIL_FROM", "guanjia@localhost")
# Without a mail server letters are kept as files, so that trying out never sends anything to anybody.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = GUANJIA_HOME / "mail"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "guanjia": {"level": env.text("GUANJIA_LOG_LEVEL", "INFO").upper()},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
