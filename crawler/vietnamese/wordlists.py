# ruff: noqa: SIM905 - word tables read better as prose than as lists of quoted strings
"""Words that look broken and are not: what the repairs of `spacing` must leave alone. Data, no code."""

ABBREVIATIONS = frozenset(
    """
    tel no mrs prof jr inc co corp etc art vol fig tư ca ub đhqg nsưt nsnd ngưt ngnd tskh bsck cki ckii dsck gvcc
    """.split()
)
"""What may stand before a full stop without ending a sentence, lower case. Those without a vowel (Tp., PGS., ThS.,
Nxb., Mr.), short capitals and single letters need no entry: the rule knows them by their shape."""

NAME_ENDINGS = frozenset(
    """
    vn com net org gov edu info biz io me asp aspx php htm html jsp js css doc docx xls xlsx ppt pptx pdf jpg jpeg png
    gif webp rar zip txt mp exe
    """.split()
)
"""Last labels of domains and file names, lower case: "Booking.Com", "baocao.Doc"."""

ACRONYMS = frozenset(
    """
    UBND HĐND CNTT MTTQ BTG TT&TT TTTT STTTT BTTTT THPT THCS TNHH VNPT HTX LĐLĐ GD&ĐT TN&MT KH&CN NN&PTNT VH&TT
    """.split()
)
"""Acronyms that decide where "UBNDThành" and the like are cut when both cuts can be read."""

ONE_WORD = frozenset(
    """
    ôtô môtô lôgô panô alô xêri lôgic lôgíc ôxy ôxi ôzôn axít iốt iod rađa rađiô nitơ cácbon phốtpho phốtphát
    vắcxin xíchlô đôla bêtông ximăng xămlốp ăngten băngrôn băngđrôn bôxít cátxét côngtơ môđun môđem xilô
    mêtan êtan prôtêin mátxa mátxoa mátít mattít xôđa sôđa hyđrô rơmoóc rờmoóc xơmi sơmi vécni
    lênin mácxít máctin ăngghen hêghen puskín đanuýp irắc côoét angiê béclin luânđôn rôma viên pêru kênia
    êđê cơtu xơđăng tàôi pakô cơho chơro rơmăm vânkiều đắclắc đăklăk đắklắk đắcnông đăknông đắknông
    báomới tuổitrẻ đấtviệt dântrí cátlinh máctơ xenlulô xìtrum xìgà gàrô bìpbe
    """.split()
)
"""Borrowed words, peoples, places and mastheads written as one word although their halves are syllables."""

UNHEARD = frozenset(
    """
    chiện chành choạt chóa choá chộ chạ chình chệ nhiện nhành nhội nhoạt nhợp nhóa nhoá nhộ nhuyện nhạ nhình nhệ
    thọc thội thợp thàng thộ thuyện thạ
    """.split()
)
"""Syllables the grammar allows and official prose does not use: they do not make a cut of a glued word doubtful
("ban|hành" against "ba|nhành", "thực|hiện" against "thự|chiện")."""
