"""Which encoding a file is probably in, and text that was once decoded wrongly: both are said, not acted upon."""

import codecs
from functools import lru_cache
from typing import IO

from tipstaff.formats.registry.problems import Refused, refuse

SAMPLE_BYTES = 200_000
LIKELY = [
    "cp1252",
    "mac_roman",
    "cp437",
    "cp850",
    "cp1250",
    "cp1251",
    "iso8859_1",
    "iso8859_15",
    "utf_16",
    "utf_16_le",
    "utf_16_be",
]
MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def codec_name(encoding: str, file: str) -> str:
    """The codec for a declared encoding; UTF-8 with or without its byte order mark are one."""
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
    except (LookupError, ValueError) as unknown:
        raise refuse(
            file, f"there is no encoding called “{encoding}”", "Declare utf-8, cp1252, utf-16 or another"
        ) from unknown
    return "utf-8-sig" if name in ("utf-8", "utf-8-sig") else name


def not_decodable(stream: IO[bytes], file: str, encoding: str) -> Refused:
    """The refusal of a file that is not in the declared encoding: which line, and what it probably is."""
    line, sample = _first_undecodable(stream, encoding)
    likely = likely_encoding(sample)
    fix = (
        f"It looks like {likely}: choose that encoding (--encoding {likely}) after checking the names in the preview"
        if likely
        else "Save it as UTF-8, or declare its encoding (--encoding)"
    )
    return refuse(file, f"it is not {encoding.removesuffix('-sig').upper()} text", fix, line=line)


def _first_undecodable(stream: IO[bytes], encoding: str) -> tuple[int, bytes]:
    """The line of the first bytes that do not decode, and the text around them."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 1
    before = b""
    while chunk := stream.read(SAMPLE_BYTES):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as bad:
            # `bad.object` is the chunk with what was left over of the one before.
            at = max(0, bad.start - (len(bad.object) - len(chunk)))
            return lines + chunk[:at].count(b"\n"), (before[-2000:] + chunk)[:SAMPLE_BYTES]
        lines += chunk.count(b"\n")
        before = chunk
    return lines, before


def likely_encoding(sample: bytes) -> str | None:
    """The encoding that the bytes are probably in, by a name that can be declared."""
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name
    from charset_normalizer import from_bytes  # imported when needed: only a broken file pays for it

    best = from_bytes(sample, cp_isolation=LIKELY).best()
    # Office programs of this country write cp1252; the detector prefers whichever code page fits first.
    if best is None or (best.encoding in ("cp1250", "iso8859_1", "iso8859_15") and _decodes(sample, "cp1252")):
        return "cp1252" if _decodes(sample, "cp1252") else None
    return str(best.encoding).replace("_", "-") if best.encoding.startswith("utf") else str(best.encoding)


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


@lru_cache(maxsize=50_000)
def was_decoded_wrongly(text: str) -> str | None:
    """What the text probably was before it was read in a wrong encoding (`JosÃ©`: `José`); None if it looks right."""
    if text.isascii():
        return None
    import ftfy
    from ftfy import badness

    if not badness.is_bad(text):
        return None
    mended = str(ftfy.fix_encoding(text))
    return mended if mended != text else None
