"""Small files in the shapes publishers use; every practice in them is invented."""

from __future__ import annotations

import zipfile
from pathlib import Path

PAYMENTS_HEADER = (
    "NHS England (Region) code,CCG Code,CCG NAME,Practice Code,Practice Name,Practice Open Date,"
    "Practice Close Date,Contract Type,Number of Registered Patients (Last Known Figure),"
    "Number of Weighted Patients (Last Known Figure),Average payments per registered patient,"
    "Global Sum,MPIG Correction factor,Total QOF Payments,Minor Surgery,Balance of PMS Expenditure,"
    "Total NHS Payments to General Practice"
)


def payments_row(
    code: str, *, qof: str = "1000.50", ccg: str = "99Z", closed: str = "-", name: str = "A Surgery"
) -> str:
    return f"Q1,{ccg},Some CCG,{code},{name},-,{closed},GMS,5000,4800,1,250000,0,{qof},-,0,260000"


def payments(*rows: str) -> str:
    return "\n".join([PAYMENTS_HEADER, *(rows or (payments_row("A99001"), payments_row("A99002")))]) + "\n"


def achievement(*rows: tuple[str, str, str, str]) -> str:
    lines = [
        f"Y99,E40,Region,{practice},{indicator},{measure},{value}"
        for practice, indicator, measure, value in rows
    ]
    header = "REGION_ODS_CODE,REGION_ONS_CODE,REGION_NAME,PRACTICE_CODE,INDICATOR_CODE,MEASURE,VALUE"
    return "\n".join([header, *lines]) + "\n"


USUAL_ACHIEVEMENT = (
    ("A99001", "AF001", "REGISTER", "95"),
    ("A99001", "AF001", "ACHIEVED_POINTS", "5"),
    ("A99001", "HYP003", "NUMERATOR", "600"),
    ("A99001", "HYP003", "DENOMINATOR", "800"),
    ("A99001", "HYP003", "PCAS", "41"),
    ("A99001", "HYP003", "ACHIEVED_POINTS", "12.57"),
)

PREVALENCE = """PRACTICE_CODE,GROUP_CODE,REGISTER,PATIENT_LIST_TYPE,PRACTICE_LIST_SIZE
A99001,AF,100,TOTAL,5000
A99001,AST,300,06OV,4700
A99002,AF,50,TOTAL,3000
A99002,AST,150,06OV,2800
"""
GEOGRAPHIES = """\
REGION_ODS_CODE,SUB_ICB_ODS_CODE,SUB_ICB_NAME,PCN_ODS_CODE,PCN_NAME,PRACTICE_CODE,PRACTICE_NAME
Y99,99Z,A sub-ICB,U99999,A PCN,A99001,Ffynnon Ŵen Surgery
Y99,99Z,A sub-ICB,U,Unallocated,A99002,Crème Road
"""


def qof_zip(
    path: Path, *, suffix: str = "2324", folder: str = "", extra: dict[str, str] | None = None
) -> Path:
    members = {
        f"ACHIEVEMENT_EAST_{suffix}.csv": achievement(*USUAL_ACHIEVEMENT),
        f"PREVALENCE_{suffix}.csv": PREVALENCE,
        f"MAPPING_NHS_GEOGRAPHIES_{suffix}.csv": GEOGRAPHIES,
        f"ORGANISATION_REFERENCE_{suffix}.csv": "PRACTICE_CODE,REVISED_MAX_POINTS\nA99001,635\n",
        **(extra or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(folder + name, text)
    return path


def epraccur(
    code: str, *, name: str = "A SURGERY", opened: str = "19740401", closed: str = "", setting: str = "4"
) -> str:
    cells = [""] * 27
    cells[0], cells[1], cells[2], cells[10], cells[11] = code, name, "Y99", opened, closed
    cells[14], cells[25] = "99Z", setting
    return ",".join(f'"{cell}"' for cell in cells)
