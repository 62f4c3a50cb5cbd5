"""Opening a workbook that somebody sent: looked at as bytes first, opened by openpyxl only when nothing is against it.

Neither openpyxl nor any other reader stops a small file that unpacks to gigabytes, so the bytes are counted while they
are really inflated; the sizes that the file states are not believed. Every refusal is a class of its own with a message
for the person who sent the file.
"""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, ClassVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook

MIB = 1 << 20
CHUNK = 1 << 16
ZIP_START, EMPTY_ZIP, OLE_START = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
ENCRYPTED_FLAG = 0x1
MACRO_TYPE = b"macroEnabled"
TEXT_SAMPLE = 4096


class WorkbookRefused(Exception):
    """The file cannot be taken. `message` says why and what to do, in words for the person who sent it."""

    message: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__(self.message)


class EmptyFile(WorkbookRefused):
    message = "The file is empty. Check that the right file was chosen and send it again."


class FileTooLarge(WorkbookRefused):
    message = (
        "The file is too large for a return. Remove pictures and sheets that are not part of it and send it again."
    )


class TextFile(WorkbookRefused):
    message = "This is a text file named like a workbook. Open it in Excel, save it as .xlsx and send that."


class OldWorkbook(WorkbookRefused):
    message = "This workbook is in the old Excel format (.xls). Save it as Excel Workbook (.xlsx) and send that."


class EncryptedWorkbook(WorkbookRefused):
    message = "This workbook is protected by a password, so it cannot be read. Remove the password and send it again."


class MacroWorkbook(WorkbookRefused):
    message = "This workbook contains macros. Save it as Excel Workbook (.xlsx), without macros, and send that."


class NotAWorkbook(WorkbookRefused):
    message = "This file is not an Excel workbook. Save the return as Excel Workbook (.xlsx) and send that."


class UnpacksTooLarge(WorkbookRefused):
    message = (
        "This workbook unpacks to far more than a return can hold, so it was not opened. Start again from the template."
    )


class HostileXml(WorkbookRefused):
    message = "This workbook holds code that Excel never writes, so it was not opened. Start from the template again."


class DamagedWorkbook(WorkbookRefused):
    message = "This workbook is damaged and cannot be read. Open it in Excel, save it again and send that."


class TooManyRows(WorkbookRefused):
    message = "A sheet of this workbook has more rows than a return can hold. Delete the rows that are not part of it."


class TooManyColumns(WorkbookRefused):
    message = (
        "A sheet of this workbook has something far to the right of the return. Delete it and send the file again."
    )


@dataclass(frozen=True)
class Limits:
    """In bytes, entries and rows. `unpacked_part` holds for every part that is not a sheet or its shared text."""

    file: int = 10 * MIB
    unpacked: int = 40 * MIB
    unpacked_part: int = 4 * MIB
    entries: int = 500
    rows: int = 20_000
    columns: int = 100


DEFAULT_LIMITS = Limits()


@contextmanager
def opened_workbook(file: IO[bytes], *, limits: Limits = DEFAULT_LIMITS, read_only: bool = True) -> Iterator[Workbook]:
    """The workbook in an open, seekable file, formulas left as formulas. Raises WorkbookRefused.

    Read its rows through `rows_of`, which holds to the limits. `read_only=False` loads it whole, to annotate a copy.
    """
    check_workbook(file, limits)
    file.seek(0)
    try:
        workbook = load_workbook(file, read_only=read_only, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers raise; to the sender all of it is one thing
        raise DamagedWorkbook from error
    try:
        yield workbook
    finally:
        workbook.close()


def rows_of(sheet: Any, limits: Limits = DEFAULT_LIMITS) -> Iterator[tuple[Any, ...]]:
    """The sheet's rows of cells from row 1 on, each up to its last cell with a value.

    Raises TooManyRows, TooManyColumns and DamagedWorkbook. The size that a sheet states is not believed: one cell far
    away would otherwise be a million rows of nothing.
    """
    rows = sheet.iter_rows(max_row=limits.rows + 1, max_col=limits.columns + 1)
    for number in range(limits.rows + 1):
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception as error:  # as in opened_workbook: the sheet is parsed while it is read
            raise DamagedWorkbook from error
        if number == limits.rows:
            raise TooManyRows
        filled = len(row)
        while filled and row[filled - 1].value is None:
            filled -= 1
        if filled > limits.columns:
            raise TooManyColumns
        yield row[:filled]


def check_workbook(file: IO[bytes], limits: Limits = DEFAULT_LIMITS) -> None:
    """Raise the WorkbookRefused that says what is wrong with the file, or return when nothing is."""
    checked_parts(file, lambda name: False, limits)


def checked_parts(file: IO[bytes], wanted: Callable[[str], bool], limits: Limits = DEFAULT_LIMITS) -> dict[str, bytes]:
    """The bytes of the parts that are wanted, by name, inflated once while everything was checked.

    Raises what `check_workbook` raises: every part is looked at, whether it is wanted or not.
    """
    size = file.seek(0, 2)
    if size == 0:
        raise EmptyFile
    if size > limits.file:
        raise FileTooLarge
    file.seek(0)
    start = file.read(TEXT_SAMPLE)
    if start.startswith(OLE_START):
        file.seek(0)
        raise EncryptedWorkbook if ENCRYPTED_STREAM in file.read(limits.file) else OldWorkbook
    if not start.startswith((ZIP_START, EMPTY_ZIP)):
        raise TextFile if _is_text(start) else NotAWorkbook
    try:
        with ZipFile(file) as archive:
            return _check_entries(archive, wanted, limits)
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise DamagedWorkbook from error


def _is_text(start: bytes) -> bool:
    """Whether this looks like text: no control bytes but white space, in UTF-8, Latin or UTF-16 with its mark."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in start)


def _check_entries(archive: ZipFile, wanted: Callable[[str], bool], limits: Limits) -> dict[str, bytes]:
    entries = archive.infolist()
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > limits.entries:
        raise UnpacksTooLarge
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise EncryptedWorkbook
    if any(name.endswith("vbaproject.bin") for name in names):
        raise MacroWorkbook
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise NotAWorkbook
    if len(set(names)) != len(names) or any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise DamagedWorkbook
    left, kept = limits.unpacked, {}
    for entry in entries:
        chunks: list[bytes] | None = [] if wanted(entry.filename) else None
        left -= _check_entry(archive, entry, min(left, _allowed(entry, limits)), chunks)
        if chunks is not None:
            kept[entry.filename] = b"".join(chunks)
    return kept


def _allowed(entry: ZipInfo, limits: Limits) -> int:
    name = entry.filename.lower()
    is_bulk = name.startswith("xl/worksheets/") or name == "xl/sharedstrings.xml"
    return limits.unpacked if is_bulk else limits.unpacked_part


def _check_entry(archive: ZipFile, entry: ZipInfo, allowed: int, chunks: list[bytes] | None) -> int:
    """Inflate one entry, counting, and look through XML for what makes it grow. Returns its real size in bytes.

    What was inflated is put into `chunks`, where there are any to put it into.
    """
    is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    is_types = entry.filename.lower() == "[content_types].xml"
    count, tail = 0, b""
    with archive.open(entry) as content:
        while chunk := content.read(CHUNK):
            count += len(chunk)
            if count > allowed:
                raise UnpacksTooLarge
            if chunks is not None:
                chunks.append(chunk)
            if is_xml:
                # Without the zero bytes UTF-16 reads like ASCII, so one search finds a declaration in either.
                seen = tail + chunk.replace(b"\0", b"")
                if b"!" in seen and (b"<!DOCTYPE" in seen or b"<!ENTITY" in seen):  # one rare byte is found at once
                    raise HostileXml
                if is_types and MACRO_TYPE in seen:
                    raise MacroWorkbook
                tail = seen[-16:]
    return count
