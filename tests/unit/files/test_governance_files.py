"""Rule packs and bodies as they are loaded: ids, marks, defaults, fingerprints, kinds of file."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner

from openqof.cli.app import app
from openqof.core.governance.bodies import Body
from openqof.core.governance.conditions import Is
from openqof.core.governance.packs import BodyKind, Clock, Model, Pack, Power
from openqof.core.problems import BadInput
from openqof.core.sources import Basis
from openqof.files import governance
from openqof.files.check import check_file, check_paths
from openqof.files.governance import load_body, load_pack, load_packs, pack_ids, read_pack
from openqof.files.governance_body import body_schema
from openqof.files.governance_clocks import shipped_clocks
from openqof.files.governance_pack import pack_schema
from openqof.files.governance_schemas import SCHEMAS
from openqof.files.kinds import (
    ACTIONS,
    BODY,
    DECISIONS,
    DRAFT,
    FIRST_KEYS,
    MEETING,
    PACK,
    PATH,
    REGISTER,
    SCHEME,
    kind_of,
)
from openqof.files.nodes import compose, read_document
from openqof.files.shipped import LAW, pack_files

BAD = Path(__file__).parents[2] / "bad" / "governance"


@pytest.fixture
def pack() -> Pack:
    return load_pack(BAD / "pack.yaml")


@pytest.fixture
def body() -> Body:
    return load_body(BAD / "body.yaml")[0]


def edited(folder: Path, name: str, *swaps: tuple[str, str]) -> Path:
    text = (BAD / name).read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def codes(path: Path) -> list[str]:
    return [problem.code for problem in check_file(path)]


def test_a_pack_has_its_rules_with_their_marks(pack: Pack) -> None:
    assert (pack.id, pack.kinds, pack.first, pack.last) == (
        "small-2016",
        (BodyKind.CCG,),
        date(2016, 4, 1),
        date(2018, 3, 31),
    )
    power = pack.powers[1]
    assert (power.function, power.model, power.power) == (
        "local-incentive-schemes",
        Model.JOINT,
        Power.JOINTLY,
    )
    assert pack.remedies[0].provenance.source == "openqof"
    assert pack.remedies[0].provenance.basis is Basis.DERIVED
    assert pack.conditions[0].rule.provenance.basis is Basis.RECALLED
    assert pack.conditions[0].rule.provenance.place.endswith("pack.yaml:16")
    assert pack.conditions[0].needs == Is("joining_voluntary", True)
    assert pack.named(power.rule) == "small-2016:lis-joint"


def test_every_rule_of_a_pack_is_given_once(pack: Pack) -> None:
    names = [rule.id for rule in pack.rules()]
    assert len(names) == len(set(names)) == 16


def test_what_a_rule_leaves_out_has_its_default(pack: Pack) -> None:
    assert [rule.at for rule in pack.committee] == ["both", "appointment", "meeting"]
    assert [rule.advice for rule in pack.committee] == [False, False, True]
    assert [rule.direct_gain for rule in pack.handling] == [True, False]
    assert isinstance(pack.clocks[0], Clock)
    assert pack.clocks[0].least is False
    assert pack.conditions[0].routes == () == pack.conditions[0].models
    assert pack.fields[0].optional == ("through",)


def test_a_rule_holds_on_its_own_days(pack: Pack) -> None:
    rule = pack.conditions[1].rule
    assert not rule.in_force(date(2016, 9, 30))
    assert rule.in_force(date(2016, 10, 1))


def test_a_body_has_its_committees_models_and_facts(body: Body) -> None:
    model = body.model_on(date(2015, 3, 31))
    assert model is not None
    assert model.model is Model.INVOLVEMENT
    assert body.model_on(date(2013, 3, 31)) is None
    committee = body.committees[0]
    assert (committee.id, committee.casting, committee.public) == ("primary-care", True, True)
    assert [seat.votes for seat in committee.seats] == [True, True, True, False, False]
    assert (body.provenance.source, body.provenance.basis) == ("the-body", Basis.FOUND)
    assert body.own_clocks[0].least is True


def test_a_body_states_facts_of_schemes() -> None:
    _, stated = load_body(BAD / "body.yaml")
    assert stated["all"] == {"des_offered": True, "emergency_level": Decimal(0)}
    assert stated["somewhere/scheme-2016"]["consultation_opened"] == date(2015, 11, 1)


def test_a_committee_has_marks_of_its_own_which_its_rules_take(tmp_path: Path) -> None:
    path = edited(tmp_path, "body.yaml", ("    casting: yes\n", "    casting: yes\n    source: openqof\n"))
    committee = load_body(path)[0].committees[0]
    assert committee.provenance.source == "openqof" == committee.own_rules[0].rule.provenance.source


def test_a_fingerprint_follows_the_values_and_not_the_spelling(
    tmp_path: Path, pack: Pack, body: Body
) -> None:
    respelt = load_pack(
        edited(tmp_path, "pack.yaml", ("value: yes", "value: true"), ("# A small", "# Small"))
    )
    assert respelt.sha256 == pack.sha256
    assert load_pack(edited(tmp_path, "pack.yaml", ("count: 28", "count: 29"))).sha256 != pack.sha256
    assert load_body(edited(tmp_path, "body.yaml", ("casting: yes", "casting: no")))[0].sha256 != body.sha256


def test_a_pack_of_no_name_says_which_there_are() -> None:
    with pytest.raises(BadInput) as refused:
        load_pack("cgc-2016")
    assert [problem.code for problem in refused.value.problems] == ["L013"]


def test_a_file_of_another_kind_is_named() -> None:
    with pytest.raises(BadInput, match=r"This is a body, not a rule pack\. A pack begins with `pack`"):
        load_pack(BAD / "body.yaml")
    with pytest.raises(BadInput, match="This is a rule pack, not a body"):
        load_body(BAD / "pack.yaml")


def test_a_shipped_pack_is_named_as_its_file() -> None:
    with pytest.raises(BadInput) as refused:
        read_pack(read_document(BAD / "pack.yaml"), LAW / "governance" / "other.yaml")
    assert [problem.code for problem in refused.value.problems] == ["G001"]


def test_one_power_may_be_said_for_two_times(tmp_path: Path) -> None:
    joint = "{id: lis-joint, function: local-incentive-schemes, model: joint"
    again = joint.replace("model: joint", "model: delegated, from: 2017-04-01").replace(
        "{id: lis-joint", "{id: lis-late"
    )
    delegated = "{id: lis-delegated, function: local-incentive-schemes, model: delegated"
    path = edited(tmp_path, "pack.yaml", (delegated, f"{delegated}, to: 2017-03-31"), (joint, again))
    assert codes(path) == []


def test_duties_of_a_body_may_go_by_the_clocks_of_packs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = edited(tmp_path, "body.yaml", ("clock: call-in", "clock: of-a-pack"))
    assert codes(path) == ["G008"]
    monkeypatch.setattr(
        "openqof.files.governance_body_check.shipped_clocks", lambda kind: {"ccg": ["of-a-pack"]}[kind]
    )
    assert codes(path) == []


def test_a_seat_that_was_refused_may_be_the_chair_and_the_quorum(tmp_path: Path) -> None:
    assert codes(edited(tmp_path, "body.yaml", ("office: chair", "office: char"))) == ["L031"]
    assert codes(edited(tmp_path, "body.yaml", ("of: executive, ", "of: executor, "))) == ["L031"]


def test_an_area_team_has_the_national_model(tmp_path: Path) -> None:
    models = "  - {model: greater-involvement, from: 2013-04-01}\n  - {model: delegated, from: 2015-04-01}\n"
    national = "  - {model: national, from: 2013-04-01}\n"
    assert codes(edited(tmp_path, "body.yaml", ("kind: ccg", "kind: area-team"), (models, national))) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("pack: a", PACK),
        ("body: X01", BODY),
        ("meeting: 2016-10-21\nbody: b.yaml", MEETING),
        ("register: X01\npeople: {}", REGISTER),
        ("register: X01\nactions: []", ACTIONS),
        ("decisions_of: X01", DECISIONS),
        ("draft: D1", DRAFT),
        ("path: a/b\nbody: b.yaml", PATH),
        ("body: X01\nbase: qof/2015-16", SCHEME),
        ("id: a/b\nbody: X01", SCHEME),
        ("title: A\npack: a", ""),
        ("[pack]", ""),
    ],
)
def test_kinds_of_file_are_told_by_the_first_key(text: str, kind: str) -> None:
    assert kind_of(compose(text, name="f.yaml")) == kind


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schemas_for_editors_are_up_to_date(kind: str) -> None:
    made = SCHEMAS[kind]()
    written = json.loads((LAW / made["$id"]).read_text(encoding="utf-8"))
    assert written == made, "run make docs"
    jsonschema.Draft202012Validator.check_schema(written)


def in_words(thing: object) -> object:
    if isinstance(thing, dict):
        return {str(key): in_words(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [in_words(each) for each in thing]
    return str(thing) if isinstance(thing, date) else thing


@pytest.mark.parametrize("path", [BAD / "pack.yaml", *pack_files()], ids=lambda path: path.stem)
def test_the_schema_takes_every_pack(path: Path) -> None:
    tree = in_words(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    assert list(jsonschema.Draft202012Validator(pack_schema()).iter_errors(tree)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("kind: ccg", "kind: icbs"),
        ("votes: no", "votes: 2"),
        ("share: 50", "shares: 50"),
        ("body: X01", "name: x"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(right: str, wrong: str) -> None:
    text = (BAD / "body.yaml").read_text(encoding="utf-8")
    validator = jsonschema.Draft202012Validator(body_schema())
    assert list(validator.iter_errors(in_words(yaml.safe_load(text)))) == []
    assert list(validator.iter_errors(in_words(yaml.safe_load(text.replace(right, wrong, 1)))))


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schemas_can_be_printed(kind: str) -> None:
    result = CliRunner().invoke(app, ["schema", kind])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == SCHEMAS[kind]()


@pytest.mark.parametrize("text", [f"{key}: []" for key in FIRST_KEYS] + ["register: X01\nactions: 1"])
def test_every_kind_of_file_is_checked_by_its_own_reader(text: str, tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    assert set(codes(path)) & {"L022", "L024"}
    assert "L011" not in codes(path)


def test_every_shipped_pack_loads_under_its_id_and_none_overlaps_another_of_its_kind() -> None:
    packs = load_packs()
    assert tuple(pack.id for pack in packs) == pack_ids()
    for one in packs:
        for other in packs:
            shared = set(one.kinds) & set(other.kinds)
            if one.id != other.id and shared and one.first <= other.first:
                assert one.last is not None
                assert one.last < other.first, (one.id, other.id)
    assert {clock for kind in BodyKind for clock in shipped_clocks(kind)} == {
        clock.about for pack in packs for clock in pack.clocks
    }


def test_the_shipped_law_of_governance_has_no_problems() -> None:
    _, problems = check_paths([LAW / "governance"])
    assert problems == ()


def test_a_pack_that_cannot_be_read_leaves_the_clocks_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.yaml").write_text("pack: [", encoding="utf-8")
    good = edited(tmp_path, "pack.yaml")
    monkeypatch.setattr(
        "openqof.files.governance_clocks.pack_files", lambda: (tmp_path / "broken.yaml", good)
    )
    from openqof.files import governance_clocks

    for cached in (governance_clocks.shipped_clocks, governance_clocks._packs):
        cached.cache_clear()
    try:
        assert shipped_clocks("ccg") == {"record-interest", "publish-minutes"}
        assert shipped_clocks("icb") == frozenset()
    finally:
        for cached in (governance_clocks.shipped_clocks, governance_clocks._packs):
            cached.cache_clear()


def test_the_module_offers_what_others_read_with() -> None:
    assert all(hasattr(governance, name) for name in governance.__all__)
