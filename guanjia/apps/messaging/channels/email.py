"""E-mail, through Django's mail settings."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from guanjia.apps.messaging.channels.base import Letter, SendFailed


def send(letter: Letter) -> None:
    """Hand one letter to the mail server. Raises ``SendFailed``."""
    message = EmailMessage(
        subject=" ".join(letter.title.split()),
        body="\n\n".join(part for part in (letter.body, letter.link) if part),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.address],
        headers={"X-Guanjia-Number": letter.number},
    )
    try:
        message.send(fail_silently=False)
    except (SMTPException, OSError) as error:
        raise SendFailed(f"the mail server did not take it: {error}") from error
