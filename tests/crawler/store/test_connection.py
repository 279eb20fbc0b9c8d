"""What the way to the database says when it is none, and what it never says."""

import re

import pytest
from pymongo import MongoClient
from pymongo.errors import AutoReconnect
from scrapy.settings import Settings

from crawler.store.connection import DatabaseUnavailableError, connected, explained, masked

PASSWORD = "Geheim"


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("mongodb://127.0.0.1:27017/?replicaSet=rs0", "mongodb://127.0.0.1:27017"),
        ("mongodb://li:Geheim@a.example:1,b.example:2/news?w=1", "mongodb://***@a.example:1,b.example:2"),
        ("mongodb+srv://li:Geheim@db.example/", "mongodb+srv://***@db.example"),
        ("mongodb://li:Ge/heim@h/", "mongodb://***@h"),
        ("mongodb://li:Ge@heim@h/", "mongodb://***@h"),
        ("mongodb://li:Ge?heim@h/", "mongodb://***@…"),
        ("mongodb://h/?proxyPassword=x@Geheim", "mongodb://***@…"),
        ("li:Geheim@h", "…://***@h"),
        ("", "…://…"),
    ],
)
def test_an_address_is_shown_without_user_password_and_options(uri, shown):
    assert masked(uri) == shown


@pytest.mark.filterwarnings("ignore::UserWarning")  # the driver's own, of options it does not know
@pytest.mark.parametrize(
    "uri",
    [
        f"mongodb://li:{PASSWORD}@127.0.0.1:9/",
        f"mongodb://li:{PASSWORD}/x@h/",
        f"mongodb://li:{PASSWORD}@x@h/",
        f"mongodb://li:{PASSWORD}:x@h/",
        f"mongodb://li:x:{PASSWORD}@h/",
        f"mongodb://li:{PASSWORD}%x@h/",
        f"mongodb://li:x?{PASSWORD}@h/",
        f"mongodb://li:x#{PASSWORD}@h/",
        f"mongodb://li:x[{PASSWORD}@h/",
        f"mongodb://li:x@{PASSWORD}@h:port/",
        f"mongodb://li:{PASSWORD}@h:99999/",
        f"mongodb://li:x@h,{PASSWORD}@h/",
        f"mongodb://li:x@{PASSWORD}/y@127.0.0.1:9/",
        f"mongodb//li:{PASSWORD}@h",
        f"mongodb:/li:{PASSWORD}@h",
        f"li:{PASSWORD}@h",
        f" mongodb://li:{PASSWORD}@h/",
        f"mongodb://:{PASSWORD}@h",
        f"mongodb://h/?tlsCertificateKeyFile=/none&tlsCertificateKeyFilePassword={PASSWORD}",
        f"mongodb://127.0.0.1:9/?authMechanismProperties={PASSWORD}",
    ],
)
def test_no_mistake_in_the_address_shows_the_password(uri):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the driver has many names for them
        MongoClient(uri, serverSelectionTimeoutMS=50, connectTimeoutMS=50).admin.command("hello")
    said = str(explained(caught.value, uri))
    assert PASSWORD not in said
    assert re.match(r"MongoDB at \S+: (MONGODB_URI is not usable|it does not answer|\[Errno)", said)


def test_a_server_that_goes_away_while_it_is_used_is_named(mongodb_uri, database_name):
    settings = Settings({"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database_name})
    with pytest.raises(DatabaseUnavailableError, match=r"at mongodb://\S+: it does not answer"):  # noqa: SIM117
        with connected(settings, writes=False):
            raise AutoReconnect("connection closed")


def test_who_only_reads_makes_nothing_and_leaves_an_index_that_is_another_as_it_is(mongodb_uri, database):
    settings = Settings({"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name})
    with connected(settings, writes=False) as found:
        assert found.list_collection_names() == []
    database.articles.create_index("canonical_url", name="published")  # as another version had it
    with connected(settings, writes=False) as found:
        assert found.articles.index_information()["published"]["key"] == [("canonical_url", 1)]
    with connected(settings, writes=True) as found:
        assert found.articles.index_information()["published"]["key"] == [("published_at", -1), ("_id", 1)]
        assert "spam_spans" in found.list_collection_names()
