"""What the screening model read in passages, as the vault keeps it."""

from desk.safeguards.network import Identifying
from desk.safeguards.readings import Read
from desk.vault import Vault
from desk.vocabulary.marking import Level
from tests.vault.conftest import store

READ = Read(0.75, 0.25, (Identifying(0, 4, 0.97), Identifying(4, 9, 0.5)))


def passages(vault: Vault, name: str = "a") -> list[int]:
    case = vault.cases.add(f"Karsa {name}", "Smuggling", "Order 1", Level.SECRET)
    return [passage.id for passage in vault.reports.passages_of(store(vault, case.id, name).id)]


def test_what_was_read_is_found_again_by_the_model_that_read_it_alone(vault: Vault) -> None:
    first, second = passages(vault)
    vault.readings.keep("one", {first: READ})
    assert vault.readings.find("one", [first, second]) == {first: READ}
    assert vault.readings.find("another", [first, second]) == {}


def test_another_model_s_reading_takes_the_place_of_the_first(vault: Vault) -> None:
    first, _ = passages(vault)
    vault.readings.keep("one", {first: READ})
    vault.readings.keep("another", {first: Read(0.5, 0.5, ())})
    assert vault.readings.find("one", [first]) == {}
    assert vault.readings.find("another", [first]) == {first: Read(0.5, 0.5, ())}


def test_what_is_missing_comes_in_order_and_by_portions(vault: Vault) -> None:
    ids = passages(vault) + passages(vault, "b")
    vault.readings.keep("one", {ids[1]: READ})
    assert list(vault.readings.missing("one", after=0, most=2)) == [ids[0], ids[2]]
    assert list(vault.readings.missing("one", after=ids[2], most=9)) == [ids[3]]
    assert list(vault.readings.missing("another", after=0, most=9)) == ids


def test_a_removed_report_takes_its_readings_with_it_and_none_is_kept_for_it_later(vault: Vault) -> None:
    first, second = passages(vault)
    vault.readings.keep("one", {first: READ})
    vault.reports.remove("a" * 16)
    vault.readings.keep("one", {second: READ})
    assert vault.readings.find("one", [first, second]) == {}
    assert vault.check() == []
