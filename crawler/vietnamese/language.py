"""Which language a text is in: by its letters and its smallest words, not by what the page declares."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain, filterfalse
from typing import Final

from crawler.vietnamese.syllables import is_syllable

_SAMPLE: Final = 800
"""Characters looked at: the opening says enough."""
_OPENING: Final = 300
"""Characters that say enough of most Vietnamese texts."""
_WORDS = re.compile(r"[^\W\d_]+")
_VIETNAMESE_LETTER = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_ADDRESS = re.compile(r"\bhttps?://\S+")
_SCRIPTS: Final = (
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
)
"""Scripts, the more telling first: Japanese kana before the Han letters it shares with Chinese."""
_ANY_SCRIPT = re.compile("[" + "".join(script.pattern[1:-1] for _, script in _SCRIPTS) + "]")
_SMALL_WORDS: Final = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is was for on that with as by are at from be this it have has an were will which its",
        "fr": "le la les de des du et en un une est que dans pour qui sur au aux par avec pas plus cette sont ont ne",
        "de": "der die das und in den von zu mit des im ist dem für auf eine ein nicht sich auch als werden wird wurde",
        "es": "el la los las de y en que del un una por con para es se al como su más fue sobre entre ha este esta",
        "it": "il lo la i gli le di e che in un una per con del della dei è non si al alla da sono anche nel nella",
        "pt": "o a os as de e que em do da dos das um uma para com não por é no na se ao mais foi como pela pelo são",
        "nl": "de het een van en in is op te dat die voor met zijn niet aan er om ook als bij door werd wordt naar",
        "pl": "i w z na do że się jest nie to o jak za od po przez oraz dla przy został została są był była",
        "id": "yang dan di ke dari untuk dengan pada ini itu adalah dalam tidak akan oleh sebagai juga telah para",
        "sv": "och att det i en som på är av för med den till inte ett om var har de från vid",
        "da": "og i det at en den er på for af til som med der et ikke har blev fra",
        "cs": "a v se na je že s z o do ve pro to jako za po od by byl byla jsou také které který",
    }.items()
}
_LANGUAGES: Final = {
    word: tuple(language for language, small in _SMALL_WORDS.items() if word in small)
    for word in frozenset().union(*_SMALL_WORDS.values())
}
"""Small word -> the languages that have it."""
_OWN_LETTERS: Final = (("cs", re.compile("[ěřůťďŘĚ]")), ("pl", re.compile("[łżźśęąńŁŻŚ]")))
"""Letters that settle it between languages whose small words look alike."""
_VIETNAMESE_SHARE = 0.10
"""Share of words with a letter only Vietnamese has, names apart: a quarter in our prose, none in foreign prose."""
_SMALL_SHARE = 0.12


def language_of(text: str, declared: str | None = None) -> str:
    """Return the BCP 47 code of the language of `text`; `declared` counts only when the text does not say.

    Nothing to go by is Vietnamese, as these portals are; plainly something else, but unknown, is "und".

    >>> language_of("Sở đã tổ chức hội nghị tổng kết năm", "en")
    'vi'
    >>> language_of("The department held a meeting in Hà Nội on the plan of the year")
    'en'
    >>> language_of("2020", "fr-FR"), language_of("")
    ('fr-FR', 'vi')
    """
    sample = text[:_SAMPLE]
    if "://" in sample:
        sample = _ADDRESS.sub(" ", sample)
    if _is_plainly_vietnamese(sample[:_OPENING].split(), min(len(sample), _OPENING) // 2):
        return "vi"
    words = _words(sample.split())
    if not words:
        return _declared(declared)
    if _is_plainly_vietnamese(words, len(words)):
        return "vi"
    found = _by_script(sample) or _by_words(words)
    return found or _declared(declared, otherwise="und" if _is_foreign(words) else "vi")


def _words(tokens: list[str]) -> list[str]:
    """The runs of letters, in no order: most are tokens, the others are looked for."""
    return [*filter(str.isalpha, tokens), *_WORDS.findall(" ".join(filterfalse(str.isalpha, tokens)))]


def _is_plainly_vietnamese(words: list[str], most: int) -> bool:
    """Enough words, names apart, have a letter only Vietnamese has: a share of the most words there may be."""
    wanted = _VIETNAMESE_SHARE * most
    for word in words:
        if not word.isascii() and word[0].islower() and _VIETNAMESE_LETTER.search(word):
            wanted -= 1
            if wanted < 0:
                return True
    return False


def _by_script(sample: str) -> str | None:
    """A script of its own names the language when it fills a good part of the text."""
    if sample.isascii() or not _ANY_SCRIPT.search(sample):
        return None
    letters = sum(map(str.isalpha, sample))
    for language, script in _SCRIPTS:
        if len(script.findall(sample)) > (0.05 if language == "ja" else 0.3) * letters:
            return language
    return None


def _by_words(words: list[str]) -> str | None:
    beyond = [word for word in words if not word.isascii()]
    for language, letters in _OWN_LETTERS:
        if _having(letters, beyond) > 2 * _VIETNAMESE_SHARE * len(words):
            return language
    lower = list(map(str.lower, words))
    hits = Counter(chain.from_iterable(filter(None, map(_LANGUAGES.get, lower))))
    most = max(hits.values(), default=0)
    if most >= 2 and most > _SMALL_SHARE * len(words):
        return next(language for language in _SMALL_WORDS if hits[language] == most)
    if _having(_VIETNAMESE_LETTER, beyond) / len(words) >= _VIETNAMESE_SHARE or _reads_as_vietnamese(lower):
        return "vi"
    return None


def _having(letters: re.Pattern[str], words: Iterable[str]) -> int:
    return sum(1 for word in words if letters.search(word))


def _reads_as_vietnamese(words: list[str]) -> bool:
    """Nearly every word is a syllable ("Tin trong ngày"), and one of them has an accent, or there are several."""
    return sum(map(is_syllable, words)) >= 0.9 * len(words) and (len(words) > 3 or not "".join(words).isascii())


def _is_foreign(words: list[str]) -> bool:
    """Enough words, and half of them cannot be Vietnamese."""
    return len(words) > 7 and 2 * sum(map(is_syllable, words)) < len(words)


def _declared(declared: str | None, otherwise: str = "vi") -> str:
    code = (declared or "").strip().replace("_", "-")
    return code if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code) else otherwise
