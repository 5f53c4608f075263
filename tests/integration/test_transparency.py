"""The log over the trail: signed, proved, and whatever is changed below it is named."""

import json
import threading

import pytest
from sqlalchemy import delete, func, select, update

from archives.domain.canonical import canonical_json
from archives.domain.errors import (
    InvalidInputError,
    LogDamagedError,
    NotFoundError,
    NotPermittedError,
    SigningKeyError,
)
from archives.domain.merkle import leaf_hash, verify_consistency, verify_inclusion
from archives.domain.permission import WORKER
from archives.domain.proof import MalformedProofError, Proof, faults_of
from archives.domain.signed_note import LogCheckpoint, Note
from archives.models import Checkpoint, Event, LogNode, Setting, new_id
from archives.services.paging import Cut
from tests.factories import cast
from tests.handover import plan, three_records
from tests.merkle_trees import Tree


@pytest.fixture
def people(house):
    return cast(house)


@pytest.fixture
def furnished(house, people):
    """A house with more than a dozen events, and two checkpoints of them."""
    add(house, 5)
    sign(house)
    three_records(house, people)
    plan(house, people)
    sign(house)
    return house


def add(house, count):
    for number in range(count):
        with house.open(WORKER) as services, services.work.write():
            row = Setting(name=str(new_id()))
            services.work.session.add(row)
            services.work.record("JobRetried", row, number=number)


def sign(house):
    with house.open(WORKER) as services:
        return services.transparency.checkpoint()


def said(row):
    return LogCheckpoint.parse(Note.parse(row.note).text)


def verify(house):
    with house.open(WORKER) as services:
        return [(fault.code, fault.where) for fault in services.trail.verify()]


def change(house, *statements):
    """Change rows below everything that guards them."""
    with house.database.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def leaves(house):
    with house.database.engine.connect() as connection:
        return list(connection.scalars(select(Event.leaf).order_by(Event.sequence)))


def numbers(house):
    with house.database.engine.connect() as connection:
        return list(connection.scalars(select(LogNode.id).order_by(LogNode.id)))


# --- the tree grows with the trail ---


def test_every_event_is_a_leaf_as_it_is_stored(either_house):
    add(either_house, 13)
    row = sign(either_house)
    tree = Tree(leaf.encode() for leaf in leaves(either_house))

    assert (said(row).size, said(row).root) == (13, tree.root(13))
    assert numbers(either_house) == list(range(len(tree.nodes)))
    assert verify(either_house) == []


def test_on_sqlite_the_nodes_are_written_with_the_event(house):
    add(house, 4)

    assert numbers(house) == [0, 1, 2, 3, 4, 5, 6]


def test_on_postgresql_the_sequencer_brings_them_afterwards(make_house, postgresql_url):
    house = make_house(postgresql_url)
    add(house, 4)
    assert numbers(house) == []

    with house.open(WORKER) as services:
        services.transparency.keep_up()

    assert numbers(house) == [0, 1, 2, 3, 4, 5, 6]


def write_and_fail(house):
    with house.open(WORKER) as services, services.work.write():
        services.work.record("JobRetried", Setting(name="gone"))
        services.work.flush_trail()
        raise ZeroDivisionError


def test_a_transaction_that_is_rolled_back_leaves_no_node(house):
    add(house, 3)
    before = numbers(house)
    with pytest.raises(ZeroDivisionError):
        write_and_fail(house)

    assert numbers(house) == before
    add(house, 2)
    assert verify(house) == []


def test_many_events_of_one_transaction_are_as_many_leaves(either_house):
    with either_house.open(WORKER) as services, services.work.write():
        for number in range(2500):
            services.work.record("JobRetried", Setting(name=str(number)), number=number)
    row = sign(either_house)

    assert said(row).root == Tree(leaf.encode() for leaf in leaves(either_house)).root(2500)
    assert verify(either_house) == []


def test_writers_and_signers_that_race_make_one_tree(either_house):
    faults = []

    def write():
        try:
            add(either_house, 12)
        except Exception as fault:  # noqa: BLE001 -- told by the test
            faults.append(fault)

    def signing():
        try:
            for _ in range(6):
                sign(either_house)
        except Exception as fault:  # noqa: BLE001 -- told by the test
            faults.append(fault)

    threads = [threading.Thread(target=act) for act in (write, write, write, signing, signing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sign(either_house)

    assert faults == []
    assert verify(either_house) == []
    assert said(sign(either_house)).root == Tree(leaf.encode() for leaf in leaves(either_house)).root(36)


def test_a_home_from_before_the_log_is_taken_in_by_the_worker(house):
    add(house, 9)
    change(house, delete(LogNode))
    add(house, 2)  # the tree is behind: the writer leaves it to the sequencer
    assert numbers(house) == []

    with house.open(WORKER) as services:
        assert services.transparency.integrate() == 11
    add(house, 1)

    assert verify(house) == []
    assert said(sign(house)).size == 12


# --- checkpoints ---


def test_nothing_new_is_signed_when_nothing_was_added(house):
    add(house, 3)
    first = sign(house)

    assert sign(house).id == first.id
    add(house, 1)
    assert sign(house).size == 4


def test_an_empty_log_can_be_signed(house):
    assert said(sign(house)).root.hex().startswith("e3b0c442")


def test_each_checkpoint_adds_to_the_one_before(furnished):
    with furnished.open(WORKER) as services:
        old, new = services.transparency.at(5), services.transparency.newest()
        proof = services.transparency.consistency(5, new.size)
        key = services.transparency.find_key()

    assert verify_consistency((5, new.size), proof, said(old).root, said(new).root)
    assert all(furnished.outside.notes.is_signed(row.note, key) for row in (old, new))
    assert said(new).origin == key.partition("+")[0]


def test_the_worker_signs_once_a_minute_while_something_is_added(house, clock):
    sizes = []
    for _ in range(5):
        add(house, 1)
        with house.open(WORKER) as services:
            services.transparency.keep_up()
            sizes.append(services.transparency.newest().size)
        clock.move(seconds=25)

    assert sizes == [1, 1, 1, 4, 4]


@pytest.mark.parametrize(
    "tamper",
    [
        update(Event).where(Event.sequence == 7).values(leaf="{}"),
        update(LogNode).where(LogNode.id == 12).values(hash=bytes(32)),
        update(LogNode).where(LogNode.id == 11).values(hash=bytes(32)),  # of which no proof would tell
        delete(LogNode).where(LogNode.id == 12),
        delete(Event).where(Event.sequence == 8),
        delete(Event).where(Event.sequence == 9),
        update(LogNode).where(LogNode.id == 6).values(hash=bytes(32)),  # below the last checkpoint
    ],
    ids=["leaf", "node", "leaf of the tree", "node gone", "event gone", "newest gone", "old peak"],
)
def test_what_does_not_follow_from_the_trail_is_not_signed(house, tamper):
    add(house, 5)
    sign(house)
    add(house, 4)
    change(house, tamper)

    with pytest.raises(LogDamagedError):
        sign(house)
    with house.open(WORKER) as services:
        assert services.transparency.newest().size == 5


def test_a_trail_that_lost_its_newest_event_is_not_signed_for_the_first_time(house):
    add(house, 3)
    change(house, delete(Event).where(Event.sequence == 3))

    with pytest.raises(LogDamagedError, match="event 3"):
        sign(house)


def test_a_gap_is_not_brought_into_the_log(make_house, postgresql_url):
    house = make_house(postgresql_url)
    add(house, 3)
    change(house, delete(Event).where(Event.sequence == 2))

    with pytest.raises(LogDamagedError, match="event 2"):
        sign(house)
    assert numbers(house) == []


def test_nothing_is_signed_in_the_middle_of_a_write(house):
    add(house, 1)
    with house.open(WORKER) as services, services.work.write(), pytest.raises(RuntimeError, match="half of a write"):
        services.transparency.checkpoint()


def test_the_log_goes_on_under_its_own_key_only(house):
    add(house, 1)
    sign(house)
    for path in (house.settings.home / "keys").iterdir():
        path.unlink()
    house.outside.notes._opened = None
    add(house, 1)

    with pytest.raises(SigningKeyError):
        sign(house)


def test_only_the_audit_administrator_and_the_machine_sign_and_export(house, people):
    with house.open(people.audit_admin) as services:
        assert services.transparency.checkpoint().size == services.transparency.integrate()
    for name in ("clerk", "director", "system_admin", "security_admin"):
        with house.open(getattr(people, name)) as services:
            for act in ("checkpoint", "standing", "integrate"):
                with pytest.raises(NotPermittedError):
                    getattr(services.transparency, act)()
            with pytest.raises(NotPermittedError):
                services.transparency.export([].append)


# --- proofs ---


def test_every_signed_event_is_proved_and_no_other(furnished):
    texts = leaves(furnished)
    with furnished.open(WORKER) as services:
        newest = services.transparency.newest()
        for sequence, leaf in enumerate(texts, 1):
            proof = services.transparency.inclusion(sequence, newest.size)
            place = (sequence - 1, newest.size)
            assert verify_inclusion(leaf_hash(leaf.encode()), place, proof, said(newest).root)
        for sequence, size in ((0, 5), (6, 5), (1, newest.size + 1), (-1, 5), (1, 0)):
            with pytest.raises(InvalidInputError):
                services.transparency.inclusion(sequence, size)
            with pytest.raises(InvalidInputError):
                services.transparency.consistency(sequence, size)


def event_of(house, kind):
    with house.open(WORKER) as services:
        return services.work.session.scalars(select(Event).where(Event.kind == kind)).first()


def proof_of(house, event, actor=WORKER):
    with house.open(actor) as services:
        return services.transparency.proof_of_event(event.id)


def checked(house, proof):
    key = house.outside.notes.find_key()
    return faults_of(proof, lambda note: house.outside.notes.is_signed(note, key))


def test_an_event_is_proved_to_whoever_sees_it_the_same_for_ever(furnished, people):
    event = event_of(furnished, "TransferPlanned")
    proof = proof_of(furnished, event, people.clerk)
    add(furnished, 3)
    sign(furnished)

    assert json.loads(proof.leaf)["kind"] == "TransferPlanned"
    assert checked(furnished, proof) == []
    assert proof_of(furnished, event, people.archivist if event.repository_id else people.clerk) == proof
    with pytest.raises(NotFoundError):
        proof_of(furnished, event, people.other_clerk)


def test_an_event_that_no_checkpoint_holds_yet_gets_one(either_house):
    add(either_house, 3)
    sign(either_house)
    add(either_house, 3)
    with either_house.open(WORKER) as services:
        newest = services.trail.events(cut=Cut(limit=1)).rows[0]

    proof = proof_of(either_house, newest)

    assert (proof.index, proof.size) == (5, 6)
    assert checked(either_house, proof) == []


def test_a_proof_that_would_not_hold_is_not_given_out(furnished):
    event = event_of(furnished, "TransferPlanned")
    change(furnished, update(Event).where(Event.id == event.id).values(leaf=event.leaf.replace("Planned", "Plonned")))

    with pytest.raises(LogDamagedError, match=f"event {event.sequence}"):
        proof_of(furnished, event)


def test_no_bit_of_a_written_proof_may_be_other(furnished):
    text = proof_of(furnished, event_of(furnished, "TransferPlanned")).to_json()
    good, key = 0, furnished.outside.notes.find_key()
    known = {}

    def is_signed(note):
        return known.setdefault(note, furnished.outside.notes.is_signed(note, key))

    data = text.encode()
    for bit in range(8 * len(data)):
        spoilt = bytearray(data)
        spoilt[bit // 8] ^= 1 << (bit % 8)
        try:
            good += not faults_of(Proof.from_json(spoilt.decode()), is_signed)
        except (MalformedProofError, UnicodeDecodeError):
            continue

    assert checked(furnished, Proof.from_json(text)) == []
    assert good == 0


@pytest.mark.parametrize(
    "written",
    [json.dumps, lambda told: json.dumps(dict(reversed(told.items())), separators=(",", ":"))],
    ids=["spaces", "order"],
)
def test_a_proof_has_one_text_only(furnished, written):
    text = proof_of(furnished, event_of(furnished, "TransferPlanned")).to_json()

    with pytest.raises(MalformedProofError, match="canonical"):
        Proof.from_json(written(json.loads(text)))


def test_another_events_proof_is_named(furnished):
    one = proof_of(furnished, event_of(furnished, "TransferPlanned"))
    other = proof_of(furnished, event_of(furnished, "RecordRegistered"))

    mixed = Proof(one.leaf, other.index, other.size, other.hashes, other.checkpoint)
    resized = Proof(one.leaf, one.index, one.size + 1, one.hashes, one.checkpoint)
    unsigned = Proof(one.leaf, one.index, one.size, one.hashes, one.checkpoint.replace("\n—", "\nx\n—"))
    assert checked(furnished, mixed) == ["not_included"]
    assert checked(furnished, resized) == ["checkpoint_size"]
    assert checked(furnished, unsigned) == ["checkpoint_signature"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "1", '{"type":"archives/inclusion-proof/1"}', "[" * 100_000, '"\\ud800"'],
)
def test_what_is_no_proof_is_refused(text):
    with pytest.raises(MalformedProofError):
        Proof.from_json(text)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "x"), ("leaf", 1), ("leaf", None), ("index", True), ("index", -1), ("index", 2**60), ("index", 1.0),
        ("size", "9"), ("hashes", None), ("hashes", [1]), ("hashes", ["AAAA"]), ("hashes", ["?"]), ("checkpoint", {}),
        ("more", 1),
    ],
)  # fmt: skip
def test_a_proof_with_a_wrong_part_is_refused(name, value):
    good = json.loads(Proof("{}", 0, 1, (), "x").to_json())
    assert Proof.from_json(canonical_json(good)) == Proof("{}", 0, 1, (), "x")

    with pytest.raises(MalformedProofError):
        Proof.from_json(json.dumps({**good, name: value}, separators=(",", ":"), sort_keys=True))


# --- tampering below everything ---


def rewritten(leaf):
    told = json.loads(leaf)
    told["actor"]["name"] = "somebody"
    return canonical_json(told)


def rewrite(house, sequence):
    leaf = rewritten(leaves(house)[sequence - 1])
    return update(Event).where(Event.sequence == sequence).values(leaf=leaf, actor="somebody")


def test_a_rewritten_newest_event_is_named(furnished):
    last = len(leaves(furnished))
    change(furnished, rewrite(furnished, last))

    assert verify(furnished) == [("event_differs", f"event {last}")]


def test_a_removed_newest_event_is_named(furnished):
    last = len(leaves(furnished))
    change(furnished, delete(Event).where(Event.sequence == last))

    assert ("event_missing", f"event {last}") in verify(furnished)


def test_the_archives_go_on_beside_a_log_that_is_ahead_of_the_trail(furnished):
    last = len(leaves(furnished))
    change(furnished, delete(Event).where(Event.sequence == last))

    add(furnished, 2)

    assert verify(furnished) == [("event_differs", f"event {last}")]


def test_a_newest_event_removed_with_its_nodes_is_named_by_the_checkpoint(furnished):
    last = len(leaves(furnished))
    first = 2 * (last - 1) - (last - 1).bit_count()
    change(furnished, delete(Event).where(Event.sequence == last), delete(LogNode).where(LogNode.id >= first))

    assert ("checkpoint_beyond", f"checkpoint {last}") in verify(furnished)


def test_two_events_that_changed_places_are_named(furnished):
    texts = leaves(furnished)
    change(
        furnished,
        update(Event).where(Event.sequence == 2).values(leaf=texts[2]),
        update(Event).where(Event.sequence == 3).values(leaf=texts[1]),
    )

    assert {("event_differs", "event 2"), ("event_differs", "event 3")} <= set(verify(furnished))


def test_two_events_that_changed_numbers_are_named(furnished):
    change(
        furnished,
        *(
            update(Event).where(Event.sequence == old).values(sequence=new)
            for old, new in ((2, 2**40), (3, 2), (2**40, 3))
        ),
    )

    assert verify(furnished) == [("event_differs", "event 2"), ("event_differs", "event 3")]


@pytest.mark.parametrize(
    ("number", "named"),
    [(2, "node 1/0"), (6, "node 2/0"), (14, "node 3/0")],
)
def test_a_changed_node_is_named(furnished, number, named):
    change(furnished, update(LogNode).where(LogNode.id == number).values(hash=b"\7" * 32))

    assert verify(furnished) == [("node_differs", named)]


def test_a_changed_leaf_of_the_tree_is_named_by_its_event(furnished):
    change(furnished, update(LogNode).where(LogNode.id == 3).values(hash=b"\7" * 32))

    assert verify(furnished) == [("event_differs", "event 3")]


@pytest.mark.parametrize(("number", "named"), [(3, "node 0/2"), (6, "node 2/0")])
def test_a_node_that_is_gone_is_named(furnished, number, named):
    change(furnished, delete(LogNode).where(LogNode.id == number))

    assert ("node_missing", named) in verify(furnished)


def test_a_node_far_out_does_not_lead_us_astray(furnished):
    change(furnished, LogNode.__table__.insert().values(position=2**45, hash=bytes(32)))

    found = verify(furnished)
    assert 0 < len(found) <= 1000


def test_an_event_and_its_leaf_changed_together_are_named_by_the_node_above(furnished):
    leaf = rewritten(leaves(furnished)[2])
    change(
        furnished,
        rewrite(furnished, 3),
        update(LogNode).where(LogNode.id == 3).values(hash=leaf_hash(leaf.encode())),
    )

    assert verify(furnished) == [("node_differs", "node 1/1")]


def test_a_history_made_anew_from_the_bottom_is_named_by_every_checkpoint(furnished):
    change(furnished, rewrite(furnished, 3))
    tree = Tree(leaf.encode() for leaf in leaves(furnished))
    change(furnished, delete(LogNode))
    with furnished.open(WORKER) as services:
        services.transparency.integrate()

    assert verify(furnished) == [
        ("checkpoint_root", "checkpoint 5"),
        ("checkpoint_root", f"checkpoint {len(tree.leaves)}"),
    ]
    add(furnished, 1)
    with pytest.raises(LogDamagedError):
        sign(furnished)


def test_a_changed_checkpoint_is_named(furnished):
    with furnished.open(WORKER) as services:
        note = services.transparency.at(5).note
    other = note.replace("\n5\n", "\n4\n")
    change(furnished, update(Checkpoint).where(Checkpoint.size == 5).values(note=other))

    assert verify(furnished) == [("checkpoint_signature", "checkpoint 5"), ("checkpoint_size", "checkpoint 5")]


def test_a_checkpoint_of_another_key_is_named(furnished):
    text = f"elsewhere\n5\n{'A' * 43}=\n"
    change(furnished, update(Checkpoint).where(Checkpoint.size == 5).values(note=f"{text}\n— elsewhere {'A' * 92}\n"))

    assert verify(furnished) == [
        (code, "checkpoint 5") for code in ("checkpoint_signature", "checkpoint_origin", "checkpoint_root")
    ]


@pytest.mark.parametrize("note", ["", "x", "a\n5\n\n\n— x AAAA\n"])
def test_what_is_no_checkpoint_is_named(furnished, note):
    change(furnished, update(Checkpoint).where(Checkpoint.size == 5).values(note=note))

    assert ("checkpoint_unreadable", "checkpoint 5") in verify(furnished)


def test_an_event_beside_the_log_is_named(house):
    add(house, 4)
    change(house, delete(LogNode).where(LogNode.id >= 4))

    assert verify(house) == [("not_in_the_log", "event 4")]


def test_how_the_log_stands_is_told_to_the_audit_administrator(furnished, people, clock):
    with furnished.open(WORKER) as services:
        services.trail.verify_and_note()
    with furnished.open(people.audit_admin) as services:
        standing = services.transparency.standing()
        count = services.work.session.scalar(select(func.count(Event.id)))

    assert standing.size == standing.checkpoint.size == count
    assert standing.root == said(standing.checkpoint).root
    assert (standing.verified_at, standing.faults) == (clock(), 0)
