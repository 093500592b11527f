"""Whether an entry of a register has the fields that its time asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from openqof.core.governance.interests import Breach, Gift, Register
from openqof.core.governance.packs import Pack
from openqof.core.governance.verdicts import Answer, Reason
from openqof.core.governance.wording import listed


def fields_stated(
    record: str, name: str, stated: Mapping[str, object], pack: Pack, on: date
) -> Iterator[Reason]:
    """A reason for each rule of a pack on the fields of a record: no, with what is missing, or yes.

    `name` is what the entry is called; a field that is None or "" is not stated.
    """
    for fields in pack.fields:
        if fields.record == record and fields.rule.in_force(on):
            missing = [each for each in fields.required if stated.get(each) in (None, "")]
            said = f"{name} lacks {listed(each.replace('_', ' ') for each in missing)}." if missing else ""
            answer = Answer.NO if missing else Answer.YES
            says = f"{fields.rule.says} {said or f'{name} states all that is asked for.'}"
            yield Reason(pack.named(fields.rule), says, answer, fields.rule.provenance)


def sister_registers(register: Register, pack: Pack, on: date) -> tuple[Reason, ...]:
    """The fields of every gift and breach that was known on a day, in the order of the register."""
    gifts = [each for each in register.gifts if each.offered <= on]
    breaches = [each for each in register.breaches if each.found <= on]
    return (
        *(one for each in gifts for one in fields_stated("gift", f"Gift {each.id}", _gift(each), pack, on)),
        *(
            one
            for each in breaches
            for one in fields_stated("breach", f"Breach {each.id}", _breach(each), pack, on)
        ),
    )


def _gift(gift: Gift) -> Mapping[str, object]:
    return {name: getattr(gift, name) for name in Gift.__dataclass_fields__}


def _breach(breach: Breach) -> Mapping[str, object]:
    return {name: getattr(breach, name) for name in Breach.__dataclass_fields__}
