"""Messages, received by a real server on this machine."""

import logging
from datetime import UTC, datetime

import pytest
from scrapy.settings import Settings

from crawler.health.alerts import addresses, send
from crawler.health.record import Alarm

pytest.importorskip("apprise", reason="messages need the extra `alerts`")
SINCE = datetime(2026, 3, 2, 4, tzinfo=UTC)
LOST = Alarm(
    "field_lost", "date", "broken", "10 % of the pages give a date", SINCE, ["http://a.example/1"], "look"
)


@pytest.fixture
def received(message_server):
    messages, url = message_server
    messages.clear()
    return messages, url


def test_a_message_says_what_where_and_what_to_do(received):
    messages, url = received
    assert send([url], "nbd", LOST)
    (message,) = messages
    assert message["title"] == "nbd: field_lost date began"
    assert message["type"] == "failure"
    for part in ("10 % of the pages give a date", "2026-03-02 04:00", "http://a.example/1", "look"):
        assert part in message["message"]


def test_the_end_is_told_too(received):
    messages, url = received
    over = Alarm("hacked", "", "warn", "3 pages", SINCE, [], "look", ended_at=SINCE, told="begun")
    assert send([url], "nbd", over)
    assert (messages[0]["title"], messages[0]["type"]) == ("nbd: hacked ended", "success")


@pytest.mark.parametrize(
    "url", ["json://secret:word@127.0.0.1:1/", "nonsense://secret:word@x/", "secretword"]
)
def test_what_cannot_be_sent_is_said_without_the_address(url, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        assert send([url], "nbd", LOST) is False
    assert "could not be sent to 1 of 1 addresses in ALERT_URLS" in caplog.text
    printed = capsys.readouterr()
    assert "word" not in caplog.text + printed.out + printed.err


def test_one_bad_address_keeps_no_message_from_the_others(received, caplog):
    messages, url = received
    assert send(["nonsense://x/", "json://127.0.0.1:1/", url], "nbd", LOST)
    assert len(messages) == 1
    assert "2 of 3 addresses" in caplog.text


def test_addresses_are_parted_by_white_space():
    assert addresses(Settings({"ALERT_URLS": " a://b  c://d\n"})) == ["a://b", "c://d"]
    assert addresses(Settings()) == []
