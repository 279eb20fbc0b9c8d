"""Files that hold pages: what lies beside a page in the WARC files of our own crawls."""

from datetime import UTC, datetime

from scrapy.http import Response

from crawler.archive import ArchiveWriter
from crawler.families.archive_files import ArchiveFiles

AT = datetime(2026, 3, 1, 4, tzinfo=UTC)


def test_further_pages_are_found_in_every_file_of_a_folder(tmp_path):
    for number in range(4):  # a crawl writes several
        writer = ArchiveWriter(tmp_path, f"site{number}")
        for name, news in (("a.html", "article"), ("a_2.html", "next_page")):
            response = Response(f"http://news.example/{number}/{name}", body=name.encode())
            writer.write(response, AT, {"site": "sample", "news": news})
        writer.close()
    files = ArchiveFiles(tmp_path)
    assert files.find() == 0
    articles = [page for page in files.read() if page.hints["news"] == "article"]
    following = [files.next_page(page, page.url.replace("a.html", "a_2.html")) for page in articles]
    assert [page.body for page in following] == [b"a_2.html"] * 4
    assert files.next_page(articles[0], "http://news.example/0/a_3.html") is None
