"""Words as search compares them: composed, in lower case, and once more without marks."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_BARE = str.maketrans(
    "đÐð", "ddd"
)  # đ carries no mark that could be stripped; Ð and ð are what stands for it in old texts


def words_of(text: str) -> list[str]:
    r"""Return the words of a text in order, composed (NFC) and in lower case.

    >>> words_of("Sở TT&TT Đà Nẵng (2020-2021)")
    ['sở', 'tt', 'tt', 'đà', 'nẵng', '2020', '2021']
    >>> words_of("Đa\u0300 Na\u0306\u0303ng") == words_of("Đà Nẵng")
    True
    """
    return _WORD.findall(composed(text))


def composed(text: str) -> str:
    """Return a text in lower case and composed; most texts are composed already, which is cheap to see."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.lower()


@lru_cache(maxsize=65_536)  # Vietnamese has some 7,000 syllables: nearly every word was folded before
def folded(word: str) -> str:
    """Return a word without its marks, `đ` as `d`.

    >>> folded("nẵng"), folded("đề"), folded("số1")
    ('nang', 'de', 'so1')
    """
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_BARE)


def index_terms(title: str, text: str) -> str:
    """Return what is indexed of an article: each word once as it is and once folded (`_`), title words again (`=`).

    >>> index_terms("Đề án", "án cũ")
    '=an =de =án =đề _an _cu _de cũ án đề'
    """
    in_title = dict.fromkeys(words_of(title))
    exact = in_title.keys() | set(words_of(text))
    titles = [f"={word}" for word in {*in_title, *map(folded, in_title)}]
    return " ".join(sorted([*exact, *titles, *{f"_{folded(word)}" for word in exact}]))
