"""A walk with a real browser, on a desk and on a phone: a cut is read in place, put back, confirmed."""

import shutil
from contextlib import contextmanager, suppress

import pytest
from selenium import webdriver
from selenium.common.exceptions import SessionNotCreatedException
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

from crawler.spam import restore
from crawler.store.judged import to_span

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(
    not (BROWSER and DRIVER), reason="there is no browser: apt-get install chromium chromium-driver"
)


def started(options, tries=3):
    """Start the browser; a busy machine may take longer for it than the driver waits."""
    for _ in range(tries - 1):
        with suppress(SessionNotCreatedException):
            return webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))


@pytest.fixture(scope="module", params=[(1200, 800), (390, 844)], ids=["desk", "phone"])
def browser(request):
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = started(options)
    width, height = request.param
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    yield driver
    driver.quit()


@contextmanager
def next_page(browser):
    """Wait until what is done inside has brought another page."""
    before = browser.find_element("tag name", "html")
    yield
    WebDriverWait(browser, 120).until(staleness_of(before))


def press(browser, button, inside):
    """Press the button with these words, as the keyboard does."""
    path = f"//*[@id='{inside}']//button[normalize-space()='{button}']"
    browser.find_element("xpath", path).send_keys("\n")


def text_of(browser, selector):
    lines = "return [...document.querySelectorAll(arguments[0])].map(line => line.textContent).join('\\n')"
    return browser.execute_script(lines, selector)


def assert_fits(browser):
    """The page is no wider than the screen, and the browser has nothing to say against it."""
    wide = "return [document.documentElement.scrollWidth, window.innerWidth]"
    needed, there = browser.execute_script(wide)
    assert needed <= there, browser.current_url
    assert [entry for entry in browser.get_log("browser") if entry["level"] != "INFO"] == []


def test_a_cut_is_found_read_put_back_and_confirmed_again(dashboard, browser):
    stored = dashboard.article(1)
    spans = list(dashboard.database.spam_spans.find({"article": stored["_id"], "field": "body"}))
    original = restore(stored["body"]["original"], map(to_span, spans))
    browser.delete_all_cookies()

    browser.get(dashboard.address)
    assert_fits(browser)
    with next_page(browser):
        browser.find_element("link text", "sample_sd").click()
    assert "Crawls" in browser.page_source
    assert_fits(browser)

    with next_page(browser):
        browser.find_element("link text", "Articles").click()
    with next_page(browser):
        browser.find_element("name", "q").send_keys("青島 吞吐量\n")  # Traditional finds Simplified
    assert_fits(browser)
    with next_page(browser):
        browser.find_element("link text", stored["title"]["original"]).click()
    assert_fits(browser)
    assert text_of(browser, ".published .line") == original
    without = "document.querySelectorAll('.published del').forEach(gone => gone.remove())"
    browser.execute_script(without)
    assert text_of(browser, ".published .line") == stored["body"]["original"]

    browser.refresh()
    first = browser.find_element("css selector", ".published aside")
    at = first.get_attribute("id")
    cut = next(span for span in spans if span["evidence"] in first.text)
    press(browser, "Put back", at)
    assert browser.switch_to.active_element.get_attribute("name") == "by"  # who decides? nothing was sent
    assert dashboard.database.spam_spans.find_one({"_id": cut["_id"]}) == cut
    browser.find_element("name", "by").send_keys("李 Analyst")
    with next_page(browser):
        press(browser, "Put back", at)
    assert browser.current_url.endswith(f"#{at}")
    assert browser.find_element("css selector", ".published ins").text == cut["text"]
    assert cut["text"] in dashboard.article(1)["body"]["original"]
    assert browser.find_element("name", "by").get_attribute("value") == "李 Analyst"

    browser.get(f"{dashboard.address}/review?state=restored")
    assert_fits(browser)
    assert "by 李 Analyst" in browser.find_element("id", "n1").text
    with next_page(browser):
        press(browser, "Cut out", "n1")
    assert "/review?state=restored" in browser.current_url
    assert "Judged to be injected" in browser.find_element("css selector", "[role=status]").text
    assert dashboard.article(1)["body"]["original"] == stored["body"]["original"]
    assert_fits(browser)
