"""What a browser calls itself, in words that its owner knows; and where a small form in the header came from."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

# The first that is found counts: most browsers also name those that they descend from.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)


def browser_in_words(user_agent: str) -> str:
    """For example "Firefox on Windows"; what is not known is called so."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "A browser we do not know")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "a system we do not know")
    return f"{browser} on {system}"


def way_back(request: HttpRequest) -> str:
    """The page of ours that the form names as `next`, or the home page: never another site."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours and wanted.startswith("/") else "/"
