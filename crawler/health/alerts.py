"""Messages to people, through Apprise: WeCom, DingTalk, Feishu, Slack, mail and a hundred more.

``ALERT_URLS`` holds secrets.  It is read from the environment, and neither it nor what Apprise says of it
is ever logged.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apprise import Apprise
    from scrapy.settings import BaseSettings

    from crawler.health.record import Alarm

logger = logging.getLogger(__name__)


def addresses(settings: BaseSettings) -> list[str]:
    """Return the Apprise URLs of ``ALERT_URLS``, which are parted by white space."""
    return str(settings["ALERT_URLS"] or "").split()


def send(urls: Sequence[str], site: str, alarm: Alarm) -> bool:
    """Send the message of an alarm that began or ended; returns whether it reached anyone.

    Never raises: a crawl does not fail for a message.  What did not go out is said in the log.
    """
    try:
        import apprise
    except ImportError:
        logger.error("ALERT_URLS is set, but messages need `pip install '.[alerts]'`")  # noqa: TRY400
        return False
    logging.getLogger("apprise").disabled = True  # it names addresses, some with their secrets
    over = alarm.ended_at is not None
    bad = apprise.NotifyType.FAILURE if alarm.severity == "broken" else apprise.NotifyType.WARNING
    text = f"{alarm.words}\nsince {alarm.since:%Y-%m-%d %H:%M} UTC\n"
    message = {
        "title": f"{site}: {alarm.key} {'ended' if over else 'began'}",
        "body": text if over else text + "\n".join([*alarm.evidence, alarm.to_do]),
        "notify_type": apprise.NotifyType.SUCCESS if over else bad,
        "body_format": apprise.NotifyFormat.TEXT,
    }
    reached = [_reaches(apprise.Apprise(), url, message) for url in urls]
    if not all(reached):
        failed = f"{reached.count(False)} of {len(reached)} addresses in ALERT_URLS"
        logger.error("%s: the message about %s could not be sent to %s", site, alarm.key, failed)
    return any(reached)


def _reaches(sender: Apprise, url: str, message: dict[str, Any]) -> bool:
    try:
        return bool(sender.add(url) and sender.notify(**message))
    except Exception as error:  # noqa: BLE001 - a hundred services fail each in their own way
        logger.debug("Apprise: %s", type(error).__name__)
        return False
