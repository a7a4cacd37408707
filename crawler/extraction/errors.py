"""The one way extraction declines."""


class NotAnArticle(Exception):  # noqa: N818 - a verdict on the page, not a failure of ours
    """The page holds no article. `reason` says why, in one of a few stable words.

    Reasons: `section_page`, `home_page`, `error_page`, `login_wall`, `captcha`, `product`, `empty`, `not_html`,
    `too_big`, `hostile_markup`, `blocked`.

    >>> str(NotAnArticle("captcha", "asks for 'Mã xác nhận'"))
    "captcha: asks for 'Mã xác nhận'"
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)
