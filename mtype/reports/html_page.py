"""What has every HTML page of ours around its content?"""

from __future__ import annotations

from mtype.reports.fields import TOOL
from mtype.reports.html_style import STYLE

# No script and no request is ever needed: were an escape missing, a browser would still do neither.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_page(title: str, content: str, more_style: str = "") -> str:
    """One page that loads nothing from elsewhere; `title` and `content` are markup already."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{TOOL}: {title}</title>\n<style>{STYLE}{more_style}</style>\n</head>\n<body>\n<main>\n"
        f"{content}</main>\n</body>\n</html>\n"
    )
