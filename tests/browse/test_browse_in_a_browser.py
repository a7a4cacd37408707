import socket
import threading
import time

import pytest
import uvicorn
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_contains
from selenium.webdriver.support.ui import WebDriverWait

from crawler.browse.server import application
from crawler.search.index import catch_up
from crawler.store.store import Store
from tests.browse.test_browse import HOSTILE
from tests.browser import chromium, needs_chromium, other_hosts, show
from tests.made_store import fill, made_article


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    hostile = made_article(
        9, title=HOSTILE, section=HOSTILE, lead=HOSTILE, paragraphs=[HOSTILE, "tin lạ"], source_name=HOSTILE
    )
    path = fill(tmp_path_factory.mktemp("store") / "articles.db", [*(made_article(n) for n in range(1, 9)), hostile])
    with Store.open(path) as store:
        catch_up(store.connection)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(path), port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@needs_chromium
def test_E2_search_click_and_read(address, tmp_path):
    with chromium(tmp_path / "profile") as driver:
        for width in (1200, 390):
            show(driver, address, width=width)
            box = driver.find_element(By.NAME, "q")
            box.send_keys("tin la\n")
            WebDriverWait(driver, 10).until(url_contains("q=tin"))
            driver.find_element(By.CSS_SELECTOR, "main li a").click()
            WebDriverWait(driver, 10).until(url_contains("/article/"))
            assert driver.find_element(By.TAG_NAME, "h1").text == HOSTILE
            assert driver.execute_script("return document.documentElement.scrollWidth") <= width
            assert driver.execute_script("return typeof window.PWNED") == "undefined"
            driver.find_element(By.LINK_TEXT, "as plain text").click()
            WebDriverWait(driver, 10).until(url_contains("/page/"))
            assert driver.execute_script("return document.contentType") == "text/plain"
            assert driver.execute_script("return typeof window.PWNED") == "undefined"
        show(driver, f"{address}/articles/articles?_size=10")
        assert driver.execute_script("return typeof window.PWNED") == "undefined"
        assert len(driver.find_elements(By.CSS_SELECTOR, "table.rows-and-columns tbody tr")) == 9
        assert other_hosts(driver) == set()
