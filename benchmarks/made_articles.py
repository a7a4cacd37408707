"""Invented articles, as many as wanted: the same number gives the same articles on every machine.

Syllables are put together from Vietnamese onsets, rhymes and tones, two of them make a word, words are drawn as in any
language (the n-th most frequent one n times as rarely as the first), and set phrases recur as they do in the news of
an office. Nothing of it was ever written by anybody, and nearly nothing means anything.

    python -m benchmarks.made_articles STORE NUMBER     # writes a store
"""

import random
import sys
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from crawler.store.articles import ArticleShelf
from crawler.store.database import connect
from items import Article, Attachment, Image, Moment

_ONSETS = "b c ch d đ g gh h k kh l m n ng nh p ph qu r s t th tr v x".split()  # noqa: SIM905
_RHYMES = (  # noqa: SIM905
    "a ai am an ang anh ao at âm ân âu ăn e en eo ê ên i inh iên iêu o oa oan on ong ô ôi ông ơ ơn u ung uôc ươ ương y"
).split()
_TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
_VOCABULARY = 30_000
_FIRST_DAY = date(2005, 1, 1)
_DAYS = 7_300
PROVINCES = ["Hà Nội", "Bắc Kạn", "Đắk Nông", "Lạng Sơn", "Khánh Hòa", "Gia Lai"]
SECTIONS = ["Tin tức", "Chỉ đạo điều hành", "Chuyển đổi số", "Thông báo"]


class MadeLanguage:
    """The words articles are made of."""

    def __init__(self, seed: int = 7) -> None:
        self.random = random.Random(seed)
        self.words = [self._word() for _ in range(_VOCABULARY)]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(_VOCABULARY)))
        self.phrases = [" ".join(self.draw(6)) for _ in range(60)]

    def draw(self, number: int) -> list[str]:
        """Draw words, frequent ones more often."""
        return self.random.choices(self.words, cum_weights=self._weights, k=number)

    def sentence(self) -> str:
        """Make one sentence, one in four with a set phrase in it."""
        words = self.draw(self.random.randint(7, 14))
        if self.random.random() < 0.25:
            words.insert(self.random.randrange(len(words)), self.random.choice(self.phrases))
        return " ".join(words).capitalize() + "."

    def paragraph(self, sentences: int = 3) -> str:
        """Make one paragraph."""
        return " ".join(self.sentence() for _ in range(sentences))

    def _word(self) -> str:
        return " ".join(self._syllable() for _ in range(2))

    def _syllable(self) -> str:
        rhyme = self.random.choice(_RHYMES)
        vowel = next(i for i, letter in enumerate(rhyme) if letter in "aâăeêioôơuưy")
        toned = rhyme[: vowel + 1] + self.random.choice(_TONES) + rhyme[vowel + 1 :]
        return unicodedata.normalize("NFC", self.random.choice(_ONSETS) + toned)


def made_articles(number: int, *, seed: int = 7, paragraphs: int = 6) -> Iterator[Article]:
    """Make articles of about 1,500 characters each (`paragraphs` of three sentences)."""
    language = MadeLanguage(seed)
    for serial in range(number):
        yield made_article(language, serial, paragraphs)


def made_article(language: MadeLanguage, serial: int, paragraphs: int = 6) -> Article:
    """Make the article of a serial number."""
    draw = language.random
    portal = f"so_mau_{serial % 40:02}"
    day = (_FIRST_DAY + timedelta(days=draw.randrange(_DAYS))).isoformat()
    lead = language.sentence()
    body = [language.paragraph() for _ in range(max(1, paragraphs + draw.randint(-2, 2)))]
    url = f"https://{portal.replace('_', '-')}.example/tin/{serial}"
    return Article(
        url=url,
        canonical_url=url,
        title=" ".join(language.draw(6)).capitalize(),
        portal=portal,
        platform="generic",
        agency=f"Sở Mẫu số {serial % 40}",
        province=PROVINCES[serial % 6],
        section=SECTIONS[serial % 4],
        lead=lead,
        paragraphs=body,
        text="\n\n".join([lead, *body]),
        captions=[language.sentence()] if serial % 3 == 0 else [],
        images=[Image(f"{url}.jpg", caption="Quang cảnh")] if serial % 3 == 0 else [],
        attachments=[Attachment(f"{url}.pdf", "Văn bản", "application/pdf")] if serial % 10 == 0 else [],
        authors=["Đào Mai Lan"] if serial % 2 == 0 else [],
        published=Moment(day, "day", day, "visible") if serial % 20 else None,
        flags=[] if serial % 20 else ["no_published_date"],
        fetched_at="2026-11-23T08:00:00+07:00",
    )


def write_store(path: Path, number: int, *, seed: int = 7) -> None:
    """Write a store of that many articles, without pages."""
    connection = connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    shelf = ArticleShelf(connection)
    connection.execute("BEGIN")
    for serial, article in enumerate(made_articles(number, seed=seed)):
        shelf.add(serial, article, None, None, 1_700_000_000 + serial)
        if serial % 20_000 == 19_999:
            connection.execute("COMMIT")
            connection.execute("BEGIN")
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


if __name__ == "__main__":
    write_store(Path(sys.argv[1]), int(sys.argv[2]))
