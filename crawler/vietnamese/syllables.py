# ruff: noqa: SIM905 - word tables read better as prose than as lists of quoted strings
"""The Vietnamese syllable: which letters may make one.

A syllable is written onset + rime + tone. The tables below are the grammar of the national script: what may follow what
(`k`, `gh`, `ngh` before front vowels; `c`, `g`, `ng` before the others; `qu` and `gi` as onsets of their own), and that
the stops `c`, `ch`, `p`, `t` close only sắc and nặng syllables. It is not a word list: it says whether a string can be
read aloud, not whether it means anything. Both placements of the tone mark are known (`hòa`, `hoà`; `thúy`, `thuý`).
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from unicodedata import normalize

TONE_MARKS = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
"""Combining marks of the six tones: ngang, huyền, sắc, hỏi, ngã, nặng."""

_STOPPED_MARKS = ("\u0301", "\u0323")

_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oc oi om on ong op ot oong ooc ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
""".split()
_ROUNDED_RIMES = """
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
uân uâng uât uây uê uêch uên uênh uêt uêu uơ uy uya uych uyn uynh uyt uyu uyên uyêt
""".split()
_FRONT = tuple("eêi")
_PLAIN_ONSETS = "b ch d đ h kh l m n nh ph r s t th tr v x".split()
_BACK_ONSETS = "c g ng".split()
_FRONT_ONSETS = "k gh ngh".split()
_ROUNDED_ONSETS = "ch d đ g h kh l n ng nh r s t th tr x".split()
_Y_ONSETS = "h k l m s t th v".split()
_QU_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e ec em en eo et ê êch ên ênh êt
i ich in inh it y ych yn ynh yt yên yêt ô ôc ơ ơi ơn ơt
""".split()
_GI_RIMES = """
a ac ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e em en eo ep et
o oc oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơn ơt u ua uc ui um un ung up uôc uông ut ư ưa ươc ươi ương ưt
""".split()
_G_BEFORE_I = "i in iêc iên iêng iêt".split()
_LONE_SKELETONS = "buyt phuy gioăng voan tuyp"
"""Borrowed words that became common, outside the table."""

_VOWEL_INITIAL = frozenset(
    """
    a e è á à ạ ác ách ai ái ải am ám ảm an án ang áng anh ánh ảnh ao áo ảo ào áp át au ay áy ăm ẵm ăn ăng ắng ắp
    ắt âm ấm ẩm ầm ậm ân ấn ẩn ập ấp ất âu ấu ẩu ây ấy em ém én eo éo èo ẹo ép ét ê ế ếch êm ếm ên ểnh ệch ì
    ỉ ị ỉa ịa ích im ím in inh ỉnh ít ò ó o oa òa oà óc oai oải oái oan oán oản oang oanh oách oàn oạch oắt
    oằn oe oẻ ọe oi ói ỏi om ọp ong óng ỏng ót ô ố ổ ồ ốc ôi ối ổi ồi ôm ốm ồm ôn ổn ồn ông ống ổng ốp ơ ờ ở
    ợ ơi ời ới ơn ớn ớt ớm u ú ù ủ ụ ùa ủa úa úc ục ui ủi úi um ùm un ùn ủn ung úng ủng ụng uổng uống uốn
    uẩn uất uân uế uể uy ủy uỷ úy uý ụy uỵ uyên uyển uyết uynh uỳnh úp út ụt ư ừ ứ ử ự ưa ứa ức ực ưng ứng
    ừng ửng ước ược ươi ươm ướm ươn ưỡn ương ướp ướt ưu ướng ưởng ượng ưỡng ườn ớ i ý y ỷ ỳ ỵ yếm yểm yên
    yến yểng yêng yết yêu yếu yểu
    """.split()
)
_PLACE_NAMES = frozenset(
    """
    kạn pa pá pà pả pác pác pắc pạc pao pàng păng pắn pẩu păm pàn pang pe pen pẹn pén phìn pí pì pi piềng pin pình píp
    plong pò pó pô pố pồ pom poọng poong pơ pờ pu pú pù pụ pua púa pung púng pùng pản lắk đắk đăk krông kon
    """.split()
)
"""Syllables of place and family names in minority languages, used in Vietnamese text as they are."""

_WORD = re.compile(r"[^\W\d_]+")
_BASE_LETTERS = {
    ord(normalize("NFC", vowel + mark)): normalize("NFD", vowel)[0] for vowel in "aăâeêioôơuưy" for mark in TONE_MARKS
} | {ord("đ"): "d"}
LETTERS = frozenset("bcdghklmnpqrstvx").union(map(chr, _BASE_LETTERS))
"""Small letters of syllables."""


def is_syllable(word: str) -> bool:
    """Say whether one word (NFC, any case, no punctuation) can be a Vietnamese syllable.

    >>> [is_syllable(word) for word in ("nghiêng", "Hoà", "HÒA", "giếng", "quý", "khuỷu")]
    [True, True, True, True, True, True]
    >>> [is_syllable(word) for word in ("gópý", "online", "Viet", "cè", "kà", "")]
    [False, False, False, False, False, False]
    """
    return word.lower() in syllables()


def vietnamese_share(text: str) -> float:
    """Return which part of the words of `text` are Vietnamese syllables, 0.0 to 1.0; 0.0 without words.

    >>> vietnamese_share("Sở đã công bố kế hoạch")
    1.0
    >>> vietnamese_share("Thank you very much")
    0.0
    """
    words = _WORD.findall(text.lower())
    return sum(map(syllables().__contains__, words)) / len(words) if words else 0.0


def base_letters(word: str) -> str:
    """Return the word in the 22 plain letters of the script, lower case.

    >>> base_letters("tuyến"), base_letters("ĐƯỢC")
    ('tuyen', 'duoc')
    """
    return word.lower().translate(_BASE_LETTERS)


@cache
def syllables() -> frozenset[str]:
    """Return every syllable of the grammar, lower case, NFC. Built on first use (some 17,000 strings)."""
    whole = {onset + toned for onset, rimes in _families() for rime in rimes for toned in _with_tones(rime)}
    whole.update(toned for word in _LONE_SKELETONS.split() for toned in _with_tones(word))
    return frozenset(whole | _VOWEL_INITIAL | _PLACE_NAMES)


@cache
def skeletons() -> frozenset[str]:
    """Return the plain base letters of every syllable: a slip that moves, drops or mistakes a mark keeps them.

    >>> base_letters("nguời") in skeletons(), "nguời" in syllables()
    (True, False)
    """
    bare = {onset + rime for onset, rimes in _families() for rime in rimes}
    return frozenset(map(base_letters, bare | _VOWEL_INITIAL | _PLACE_NAMES | set(_LONE_SKELETONS.split())))


def _families() -> Iterator[tuple[str, Iterable[str]]]:
    """Yield onset and the rimes it takes."""
    front = [rime for rime in _RIMES if rime.startswith(_FRONT)]
    back = [rime for rime in _RIMES if not rime.startswith(_FRONT)]
    for onsets, rimes in (
        (_PLAIN_ONSETS, _RIMES),
        (_BACK_ONSETS, back),
        (_FRONT_ONSETS, front),
        (_ROUNDED_ONSETS, _ROUNDED_RIMES),
        (_Y_ONSETS, ["y"]),
        (["qu"], _QU_RIMES),
        (["gi"], _GI_RIMES),
        (["g"], _G_BEFORE_I),
    ):
        for onset in onsets:
            yield onset, rimes


@cache
def _with_tones(rime: str) -> tuple[str, ...]:
    """Return the rime in every tone it may carry, in both placements of the mark.

    >>> _with_tones("ac"), len(_with_tones("oa"))
    (('ác', 'ạc'), 11)
    """
    marks = _STOPPED_MARKS if rime.endswith(("c", "ch", "p", "t")) else TONE_MARKS
    toned = (
        normalize("NFC", rime[: place + 1] + mark + rime[place + 1 :]) for mark in marks for place in _mark_places(rime)
    )
    return tuple(dict.fromkeys(toned))


def _mark_places(rime: str) -> tuple[int, ...]:
    """Return where the tone mark stands: over ă â ê ô ơ ư if there is one, else by the number of vowels."""
    modified = [place for place, letter in enumerate(rime) if letter in "ăâêôơư"]
    if modified:
        return (modified[-1],)
    vowels = [place for place, letter in enumerate(rime) if letter in "aeiouy"]
    if rime[-1] not in "aeiouy":
        return (vowels[-1],)
    if len(vowels) == 2 and rime.endswith(("oa", "oe", "uy")):
        return tuple(vowels)
    return (vowels[1],) if len(vowels) == 3 else (vowels[0],)
