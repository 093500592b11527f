"""Where official files are published: the addresses found in public sources, as data."""

from __future__ import annotations

from dataclasses import dataclass

from openqof.core.years import FinancialYear
from openqof.datasets import codes
from openqof.datasets.receipts import refusal


@dataclass(frozen=True, slots=True)
class Published:
    """One published file: what it is asked for by, and its address."""

    dataset: str
    year: str
    address: str
    title: str


_DIGITAL = "https://files.digital.nhs.uk"
_QOF = {
    "2019-20": "E2/BF16AA/QOF_1920.zip",
    "2020-21": "AC/3C964F/QOF2021_v2.zip",
    "2021-22": "90/6F833F/QOF_2122_V2.zip",
    "2022-23": "32/40B931/QOF%202022-23%20Raw%20data%20.csv%20files.zip",
    "2023-24": "DA/975A29/QOF2324.zip",
    "2024-25": "95/4708D7/QOF2425.zip",
}
_PAYMENTS = {
    "2022-23": "05/E6ADA0/nhspaymentsgp-22-23-prac-csv.csv",
    "2024-25": "D0/C6D126/nhspaymentsgp-24-25-prac-csv.csv",
}
_LISTS = {
    "epraccur": (f"{_DIGITAL}/assets/ods/current/epraccur.zip", "practices, open and closed"),
    "epracmem": (
        f"{_DIGITAL}/assets/ods/current/epracmem.zip",
        "practitioners by practice: persons, nothing is kept",
    ),
    "epcmem": (
        "https://www.odsdatasearchandexport.nhs.uk/api/getReport?report=epcmem",
        "practices and their commissioners",
    ),
    "succ": (
        "https://www.odsdatasearchandexport.nhs.uk/api/getReport?report=succ",
        "successions of practices",
    ),
}

PUBLISHED = (
    *(Published("qof", y, f"{_DIGITAL}/{path}", f"QOF raw data {y}") for y, path in _QOF.items()),
    *(
        Published("payments", y, f"{_DIGITAL}/{path}", f"NHS Payments to General Practice {y}")
        for y, path in _PAYMENTS.items()
    ),
    *(Published(name, "", address, title) for name, (address, title) in _LISTS.items()),
)


def published(dataset: str, year: FinancialYear | None) -> Published:
    """The official file of a dataset and year; BadInput saying which there are when it is not known."""
    of_name = [file for file in PUBLISHED if file.dataset == dataset]
    if not of_name:
        known = ", ".join(dict.fromkeys(file.dataset for file in PUBLISHED))
        raise refusal(dataset, codes.NO_ADDRESS, "no dataset of that name is known.", f"Known are {known}.")
    slug = year.slug if year else ""
    for file in of_name:
        if file.year in (slug, ""):
            return file
    years = ", ".join(file.year for file in of_name)
    asked = (
        f"no address is known for {dataset} {slug}." if slug else f"{dataset} is published by year: name one."
    )
    raise refusal(dataset, codes.NO_ADDRESS, asked, f"Known are {years}; give another with --from ADDRESS.")
