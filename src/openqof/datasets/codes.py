"""The codes of problems with published files and with the store, and what each means."""

from __future__ import annotations

NOT_THERE = "D101"
EMPTY = "D102"
WEB_PAGE = "D103"
BROKEN_ZIP = "D104"
TOO_LARGE = "D105"
WORKBOOK = "D106"
UNKNOWN = "D107"
COLUMNS = "D108"
NO_YEAR = "D109"
BAD_YEAR = "D110"
RAGGED = "D111"
CONTRADICTS = "D112"
NOTHING = "D113"
ALREADY = "D114"
TWICE = "D115"
UNREADABLE = "D116"
OTHER_STORE = "D117"
LOCKED = "D118"
NOT_KEPT = "D119"
NO_ADDRESS = "D121"
NOT_FETCHED = "D122"
CUT_SHORT = "D123"
WRONG_CONTENT = "D124"

CODES = {
    NOT_THERE: "The file is not there, or may not be read.",
    EMPTY: "The file is empty, or holds nothing but its header.",
    WEB_PAGE: "The file is a web page, most often an error page saved in place of the data.",
    BROKEN_ZIP: "The zip is cut short, damaged or locked with a password.",
    TOO_LARGE: "The zip would unpack to more than is safe.",
    WORKBOOK: "The file is a workbook, not the CSV it was made from.",
    UNKNOWN: "The file is of no kind that can be read.",
    COLUMNS: "The file resembles a known kind but columns of it are missing.",
    NO_YEAR: "Neither the file nor its name says which financial year it holds.",
    BAD_YEAR: "A year in the file, its name or the option is not a financial year.",
    RAGGED: "A row does not have as many fields as the header, or the last row is cut off.",
    CONTRADICTS: "The file gives two different figures for one thing.",
    NOTHING: "No row of the file could be used.",
    ALREADY: "The store already holds these rows from another file of the same kind.",
    TWICE: "Two of the files given hold the same rows.",
    UNREADABLE: "The file says it is Parquet or JSON but cannot be read as that.",
    OTHER_STORE: "The store is not one that this version can read.",
    LOCKED: "Another command is changing the store, or nothing may be written where it is.",
    NOT_KEPT: "The store holds no such file, table or year.",
    NO_ADDRESS: "No official address is known for what was asked.",
    NOT_FETCHED: "The server could not be reached, or refused.",
    CUT_SHORT: "The download ended before the whole file had come.",
    WRONG_CONTENT: "What came is not the file that was asked for.",
}
