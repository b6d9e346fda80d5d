"""What a step lets people edit, what it requires and hides, down to columns and rows; what is wrong with such rules."""

from dataclasses import replace

import pytest

from liuwan_process.definition import access, soundness
from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import Definition, FormField, Participant, Step, Transition
from liuwan_process.definition.parse import parse

NAME = FormField("item", "Item", table="items", required=True)
PRICE = FormField("price", "Price", "Currency", table="items")
SUPPLIER = FormField("supplier", "Supplier", table="items")
WHO = (Participant("initiator"),)


def definition(**rules) -> Definition:
	"""Request -> Buy -> Done; `fields` and `rows` are those of Buy."""
	return Definition(
		"P",
		"P",
		1,
		"P",
		(FormField("purpose", "Purpose"), FormField("items", "Items", "Table"), NAME, PRICE, SUPPLIER),
		(
			Step("start", "Request", "start", fields=rules.pop("start", {})),
			Step("buy", "Buy", "task", participants=WHO, **rules),
			Step("end", "Done", "end"),
		),
		(Transition("start", "buy", "Submit"), Transition("buy", "end", "Done")),
		subject=rules.pop("subject", ""),
	)


def editable_columns(d: Definition, step: str) -> list[str]:
	return [c.name for c in d.columns("items") if access.may_edit_column(d, d.by_id[step], c)]


def test_the_start_edits_every_column_and_row_that_it_does_not_hide():
	d = definition(start={"items.price": "hide"})
	assert editable_columns(d, "start") == ["item", "supplier"]
	assert access.rows_of(d, d.start, "items") == "free"


def test_an_edited_table_is_edited_in_all_columns_unless_some_are_named():
	assert editable_columns(definition(fields={"items": "edit"}), "buy") == ["item", "price", "supplier"]
	some = {"items": "edit", "items.price": "require"}
	assert editable_columns(definition(fields=some), "buy") == ["price"]


def test_columns_alone_leave_the_rows_as_they_are():
	d = definition(fields={"items.price": "require", "items.supplier": "hide"})
	assert editable_columns(d, "buy") == ["price"]
	assert access.rows_of(d, d.by_id["buy"], "items") == "fixed"
	assert access.editable(d, d.by_id["buy"]) == {"items"}
	assert access.must_fill_column(d, d.by_id["buy"], PRICE)
	assert not access.must_fill_column(d, d.by_id["buy"], NAME)


@pytest.mark.parametrize("rule", ("add", "fixed"))
def test_rows_of_an_edited_table_may_be_kept(rule):
	d = definition(fields={"items": "edit"}, rows={"items": rule})
	assert access.rows_of(d, d.by_id["buy"], "items") == rule
	assert parse(dump(d)) == d


def test_with_a_table_its_columns_are_hidden():
	d = definition(start={"items.price": "hide"}, fields={"items": "hide"})
	assert access.confidential(d) == {"items", "items.price"}
	assert access.hidden_from(d, ["start", "buy"]) == {"items.price"}
	assert access.hidden_from(d, ["buy"]) == {"items", "items.price"}
	assert access.hidden_from(d, []) == {"items", "items.price"}


@pytest.mark.parametrize(
	("rules", "words"),
	(
		({"fields": {"items.colour": "edit"}}, "there is no field items.colour"),
		({"fields": {"items": "hide", "items.price": "edit"}}, "its table is hidden"),
		({"fields": {"purpose": "edit"}, "rows": {"purpose": "add"}}, "is no table"),
		({"rows": {"items": "add"}}, "the table is not edited"),
	),
)
def test_rules_that_contradict_each_other_are_refused(rules, words):
	assert words in "\n".join(problem.text() for problem in soundness.errors(definition(**rules)))


def test_the_title_of_a_run_shows_nothing_hidden():
	d = replace(definition(fields={"purpose": "hide"}), subject="For {purpose}")
	assert "which a step hides" in soundness.errors(d)[0].text()
