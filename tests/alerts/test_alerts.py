"""Alerts arrive where people look: a real mail server, a real webhook receiver, a command of theirs."""

import json
import threading
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from aiosmtpd.controller import Controller
from scrapy.settings import Settings

from crawler.alerts import tell
from crawler.store.store import Store
from crawler.store.verdict_rows import VerdictRow, close_incidents, make_tables, open_incident

REASON = "its lists show no articles (0 article links on 3 lists; usually 24)"


@pytest.fixture
def connection(tmp_path):
    with Store.open(tmp_path / "articles.db") as store:
        make_tables(store.connection)
        open_incident(store.connection, "so_mau", VerdictRow(7, "fail", "list_empty", REASON), 1_714_950_000)
        yield store.connection


class Mailbox:
    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def mailbox():
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.port = free_port()
    controller.start()
    box.url = f"mailto://127.0.0.1:{controller.port}?from=tin@so.example&to=truc@so.example"
    yield box
    controller.stop()


@pytest.fixture
def webhook():
    received = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"json://127.0.0.1:{server.server_address[1]}/su-co", received
        server.shutdown()


def free_port():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def settings(*urls, **others):
    return Settings({"ALERT_URLS": list(urls), **others})


def test_a_mail_an_incident_and_one_when_it_is_over(connection, mailbox):
    mine = settings(mailbox.url)
    assert [tell(connection, mine) for _ in range(3)] == [1, 0, 0]
    (mail,) = mailbox.messages
    assert mail["Subject"] == "so_mau: its lists show no articles"
    assert "truc@so.example" in mail["To"]
    body = mail.get_body(("plain", "html")).get_content()
    assert "usually 24" in body
    assert "scrapy crawl so_mau" in body
    close_incidents(connection, "so_mau", (), 8, 1_714_960_000)
    assert [tell(connection, mine) for _ in range(3)] == [1, 0, 0]
    assert mailbox.messages[1]["Subject"].startswith("so_mau is well again")


def test_a_webhook_gets_both(connection, webhook):
    url, received = webhook
    tell(connection, settings(url))
    close_incidents(connection, "so_mau", (), 8, 1_714_960_000)
    tell(connection, settings(url))
    assert [(each["type"], "well again" in each["title"]) for each in received] == [
        ("failure", False),
        ("success", True),
    ]


def test_a_command_gets_the_incident(connection, tmp_path):
    into = tmp_path / "told"
    script = tmp_path / "hook"
    script.write_text(f'#!/bin/sh\necho "$ALERT_STATE $ALERT_PORTAL $ALERT_CAUSE" >> {into}\ncat >> {into}\n')
    script.chmod(0o755)
    assert tell(connection, settings(ALERT_COMMAND=str(script))) == 1
    first, packed = into.read_text().split("\n", 1)
    assert first == "open so_mau list_empty"
    assert json.loads(packed)["reason"] == REASON


def test_what_could_not_be_delivered_is_tried_again(connection, webhook):
    url, received = webhook
    assert tell(connection, settings(f"json://127.0.0.1:{free_port()}/")) == 0
    assert tell(connection, settings(ALERT_COMMAND="/bin/false")) == 0
    assert tell(connection, settings(ALERT_COMMAND="/nowhere/at/all")) == 0
    assert tell(connection, settings(url)) == 1
    assert len(received) == 1


def test_a_dead_channel_does_not_repeat_the_others(connection, mailbox):
    mine = settings(f"json://127.0.0.1:{free_port()}/", "nonsense://", mailbox.url)
    assert [tell(connection, mine) for _ in range(3)] == [1, 0, 0]
    assert len(mailbox.messages) == 1


def test_nobody_to_tell_marks_nothing(connection, webhook):
    assert tell(connection, settings()) == 0
    assert tell(connection, settings(webhook[0])) == 1


def test_warnings_stay_home_when_asked(connection, webhook):
    open_incident(connection, "so_khac", VerdictRow(9, "warn", "certificate", "expired"), 1_714_950_000)
    assert tell(connection, settings(webhook[0], ALERT_LEAST="fail")) == 1
    assert tell(connection, settings(webhook[0])) == 1


def test_a_portals_words_cannot_forge_lines(connection, webhook):
    url, received = webhook
    open_incident(connection, "so_xau", VerdictRow(9, "fail", "other_publisher", "titled 'a\nover: b\x1b[2J'"), 1)
    tell(connection, settings(url))
    message = next(each for each in received if "so_xau" in each["title"])["message"]
    assert "\x1b" not in message
    assert "titled 'a\\nover: b\\x1b[2J'" in message


def test_a_crawl_tells_of_its_own_portal(connection, webhook):
    url, received = webhook
    assert tell(connection, settings(url), "so_khac") == 0
    assert tell(connection, settings(url), "so_mau") == 1
    assert len(received) == 1
