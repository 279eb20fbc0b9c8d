"""The address an article is known by, whatever route led to it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes, urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

_PORTS = {"http": 80, "https": 443}

# Parameters that say how a reader came, never what is read.  Anything not listed is kept: on many of
# these sites the query is the identity (newsid, aid, a=GUID), and a lost article is worse than a
# duplicate, which step 500 finds anyway.
_TRACKING = frozenset(
    """
    _ga _gl _openstat _t _hsenc _hsmi bd_vid bxsign chksm cmpid cndid ctrack dclid div fbclid fb_action_ids
    fb_source ftag from from_source fromid from_wecom gbraid gclid gclsrc gad_source hmsr hmpl hmcu hmkw hmci
    igsh igshid ir isapp isappinstalled jsessionid log_from mc_cid mc_eid mibextid mkt_tok mpshare msclkid
    ncid ncfrom nsukey ocid oly_anon_id oly_enc_id outputtype phpsessid platform_from recruiter ref ref_src
    ref_url referer referrer refer rss s_cid s_kwcid scm scene share share_from share_source share_sns
    share_token share_uid sharefrom sharer_shareid sharer_shareinfo shareuid sourcefrom spm spm_id_from
    srcid sudaref svcp_stk tdsourcetag timestamp tracking trk twclid ufrom uni_source unique_k utm vd_source
    vero_id wbraid weixin wfr wickedid wx_from wxshare xtor yclid ysclid zarsrc
    """.split()  # noqa: SIM905
)
_TRACKING_PREFIXES = (
    "utm_",
    "hm_",
    "pk_",
    "mtm_",
    "matomo_",
    "at_",
    "share_",
    "wx_",
    "wt_",
    "ga_",
    "sharer_",
)
_CACHE_BUSTERS = frozenset({"_", "t", "r", "rnd", "rand", "random", "ts", "time", "cache"})
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_UNRESERVED = "-._~!$&'()*+,;=:@/%"
_GONE = dict.fromkeys([*range(0x20), 0x7F, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])


def _escaped(piece: str, safe: str) -> str:
    """Give a path or a query one spelling: unreserved characters bare, all others as upper-case %XX."""

    def one(m: re.Match[str]) -> str:
        byte = bytes.fromhex(m.group()[1:])
        return byte.decode() if byte.isalnum() or byte in b"-._~" else m.group().upper()

    piece = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", piece)
    return quote(re.sub(r"%[0-9A-Fa-f]{2}", one, piece), safe=safe, errors="replace")


def _path(path: str) -> str:
    path = _escaped(_SESSION_IN_PATH.sub("", path.replace("\\", "/")), _UNRESERVED) or "/"
    kept: list[str] = []
    *folders, last = re.sub(r"/{2,}", "/", path).removeprefix("/").split("/")
    for part in [*folders, last, ""] if last in {".", ".."} else [*folders, last]:
        if part == "..":
            kept = kept[:-1]
        elif part != ".":
            kept.append(part)
    return "/" + "/".join(kept)


def _is_noise(name: str, value: str) -> bool:
    name = name.lower()
    if name in _TRACKING or name.startswith(_TRACKING_PREFIXES):
        return True
    # A moment or a random fraction defeats caches; a short number may be an article's
    return name in _CACHE_BUSTERS and bool(re.fullmatch(r"\d{10}|\d{13}|0?\.\d+", value))


def _query(query: str, keep: Sequence[str] | None, drop: Sequence[str]) -> str:
    kept: set[tuple[str, str]] = set()
    kept_names = None if keep is None else {k.lower() for k in keep}
    dropped = {d.lower() for d in drop}
    for part in query.replace("&amp;", "&").split("&"):
        name, equals, value = part.partition("=")
        plain = unquote_to_bytes(name).decode("utf-8", "replace")
        if not part or plain.lower() in dropped:
            continue
        if plain.lower() in kept_names if kept_names is not None else not _is_noise(plain, value):
            safe = "-._~!$'()*,;:@/?%+"
            kept.add((_escaped(name, safe), equals + _escaped(value, safe + "=")))
    return "&".join(name + value for name, value in sorted(kept))


def canonical_url(
    url: str, *, keep_query: Sequence[str] | None = None, drop_query: Sequence[str] = ()
) -> str:
    """Return the one spelling of ``url`` that identifies an article.

    Host in lower case (IDNA), default port, user, fragment, session ids and tracking parameters
    gone, escapes in one form, parameters sorted.  ``keep_query``: the only parameters that count
    (``()``: none does); None: all but the known tracking ones.  ``drop_query``: further parameters
    to drop.  A ``#!`` or ``#/`` fragment is a route of a single-page site and stays.  Idempotent.
    Raises ValueError naming the URL when it is not an absolute http(s) address.
    """
    text = url.translate(_GONE).strip()
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise ValueError(f"not a usable URL: {url!r} ({error})") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or re.search(r"[\s<>\"{}|\\^`]", host):
        raise ValueError(f"not an absolute http(s) URL: {url!r}")
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != _PORTS[scheme]:
        host += f":{port}"
    query = _query(parts.query, keep_query, drop_query)
    route = _escaped(parts.fragment, _UNRESERVED + "?") if parts.fragment.startswith(("!", "/")) else ""
    return f"{scheme}://{host}{_path(parts.path)}{'?' + query if query else ''}{'#' + route if route else ''}"


def article_id(canonical_url: str) -> str:
    """Return a stable 32-character id of a canonical URL.

    The scheme does not count: a site that moves to https keeps its ids.  (SHA-256, first half.)
    """
    identity = re.sub(r"^https?://", "", canonical_url)
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]


_HOST_PREFIX = re.compile(r"^(?:www\d?|m|wap|3g|mobile|amp)\.")


def same_article(declared: str, fetched: str) -> bool:
    """Say whether a page's declared canonical address can be trusted to name the fetched article.

    Templates declare the home page, the section or another story.  Trusted is: the same host (but
    for ``www.`` and ``m.``), and a path that shares the fetched one's last part or longest number.
    """
    try:
        d, f = urlsplit(declared), urlsplit(fetched)
        hosts = [_HOST_PREFIX.sub("", (u.hostname or "").lower()) for u in (d, f)]
    except ValueError:
        return False
    if d.scheme not in _PORTS or hosts[0] != hosts[1] or d.path.strip("/") == "":
        return False
    if d.path.rstrip("/") == f.path.rstrip("/"):
        # The query may be the identity, and a template may leave it out
        numbers = re.findall(r"\d{4,}", f.query)
        return bool(re.search(r"\d{4,}", f.path)) or all(n in d.query for n in numbers)
    names = [u.path.rstrip("/").rsplit("/", 1)[-1] for u in (d, f)]
    if names[0] == names[1] and len(names[0]) >= 6 and re.search(r"\d", names[0]):
        return True
    digits = [max(re.findall(r"\d{4,}", u.path + "?" + u.query), key=len, default="") for u in (d, f)]
    return digits[0] == digits[1] != ""
