// A form: its values, what is wrong with them, what was typed and kept on the device.
"use strict";

(function (lp) {
	const KEEP = "lp.keep.";

	lp.valueOf = function (field) {
		const input = field.querySelector("[data-input]");
		switch (field.dataset.type) {
			case "Table":
				return [...field.querySelectorAll("[data-row]")].map(rowOf);
			case "Check":
				return input.checked ? 1 : 0;
			case "Attach":
				return field.querySelector(".upload").dataset.url;
			case "Link":
				return input.value.trim() ? input.dataset.value : "";
			case "Datetime":
				return input.value ? `${input.value.replace("T", " ")}:00` : "";
			case "Int":
			case "Float":
			case "Currency":
				return input.value.replace(/[,，\s]/g, "");
			default:
				return input.value.trim();
		}
	};

	// A row that stands in the form already says which one it is.
	function rowOf(row) {
		const values = valuesOf(row, "column");
		return row.dataset.name ? { name: row.dataset.name, ...values } : values;
	}

	function valuesOf(part, kind) {
		const fields = [...part.querySelectorAll(`[data-${kind}]`)];
		return Object.fromEntries(fields.map((field) => [field.dataset[kind], lp.valueOf(field)]));
	}

	lp.valuesOf = (form) => valuesOf(form, "field");

	function setValue(field, value, title) {
		const input = field.querySelector("[data-input]");
		switch (field.dataset.type) {
			case "Table":
				return setRows(field, value);
			case "Check":
				input.checked = Boolean(value);
				return;
			case "Attach":
				field.querySelector(".upload").show(value || "");
				return;
			case "Link":
				input.dataset.value = value || "";
				input.value = input.dataset.title = title || value || "";
				return;
			case "Datetime":
				input.value = (value || "").replace(" ", "T").slice(0, 16);
				return;
			default:
				input.value = value ?? "";
		}
	}

	function setRows(table, rows) {
		const stand = table.keepRows((rows || []).map((values) => values.name));
		for (const values of rows || []) {
			const row = stand[values.name] || table.addRow();
			for (const field of row.querySelectorAll("[data-column]"))
				setValue(field, values[field.dataset.column]);
		}
	}

	// The first thing wrong with a field, or ""
	function wrong(field) {
		const value = lp.valueOf(field);
		const input = field.querySelector("[data-input]");
		const type = field.dataset.type;
		if (type === "Link" && input.value.trim() && !value) return lp.say("choose_listed");
		if (type === "Int" && value && !/^[-+]?\d+$/.test(value)) return lp.say("whole_number");
		if (["Float", "Currency"].includes(type) && value && !/^[-+]?(\d+\.?\d*|\.\d+)$/.test(value))
			return lp.say("number");
		if ("required" in field.dataset && (!value || (type === "Table" && !value.length)))
			return lp.say("fill_in");
		return "";
	}

	function markField(field, text) {
		const input =
			field.dataset.type === "Table"
				? field.querySelector("[data-add-row], [data-input]")
				: field.querySelector("[data-input]");
		const error = field.dataset.type === "Table" ? field.querySelector(":scope > .error") : null;
		if (!error) return lp.mark(input, text);
		error.textContent = text;
		error.hidden = !text;
		field.classList.toggle("has-error", Boolean(text));
	}

	// Marks every field that is wrong, lists them at the top and goes there. True when all is well.
	lp.check = function (form) {
		const found = [];
		for (const field of form.querySelectorAll("[data-field], [data-column]")) {
			const text = wrong(field);
			markField(field, text);
			if (text) found.push({ field, text });
		}
		lp.summary(
			form,
			found.map(({ field, text }) => ({ field, text: `${field.dataset.label}: ${text}` })),
			lp.say("errors")
		);
		return !found.length;
	};

	// What is wrong, at the top of the form: links to the fields. Takes the focus.
	lp.summary = function (form, errors, title) {
		const place = form.querySelector(".summary");
		place.hidden = !errors.length && !title;
		if (!errors.length) place.hidden = true;
		const heading = document.createElement("p");
		heading.className = "strong";
		heading.textContent = title;
		const list = document.createElement("ul");
		list.append(...errors.map(entry));
		place.replaceChildren(heading, ...(errors.length ? [list] : []));
		if (errors.length) place.focus();
	};

	function entry({ field, text }) {
		const item = document.createElement("li");
		const input = field?.querySelector("[data-input], [data-add-row], textarea");
		if (!input) {
			item.textContent = text;
			return item;
		}
		const link = document.createElement("a");
		link.href = `#${input.id}`;
		link.textContent = text;
		link.addEventListener("click", (event) => {
			event.preventDefault();
			input.focus();
		});
		item.append(link);
		return item;
	}

	// A refusal of the server: beside the fields that it names, and at the top.
	lp.refused = function (form, message) {
		const fields = [...form.querySelectorAll("[data-field]")];
		const named = fields.filter((field) => message.includes(field.dataset.label));
		for (const field of named) markField(field, message);
		lp.summary(form, [{ field: named[0], text: message }], lp.say("errors"));
	};

	// What is typed stays on the device until it is sent.
	lp.keep = function (form, extra) {
		const name = KEEP + form.dataset.keep;
		const before = JSON.stringify(lp.valuesOf(form));
		const kept = lp.store.get(name, null);
		if (kept && JSON.stringify(kept.values) !== before) restore(form, kept);
		let timer;
		const save = () => {
			clearTimeout(timer);
			timer = setTimeout(() => lp.store.set(name, snapshot(form)), 300);
		};
		form.addEventListener("input", save);
		form.addEventListener("change", save);
		lp.typed = () => ({ name, values: snapshot(form) });
		lp.forget = () => {
			clearTimeout(timer);
			lp.store.drop(name);
		};
	};

	function snapshot(form) {
		const titles = {};
		for (const field of form.querySelectorAll("[data-field][data-type=Link]")) {
			titles[field.dataset.field] = field.querySelector("[data-input]").value;
		}
		const texts = [...form.querySelectorAll("textarea:not([data-input])")].map((area) => [
			area.id,
			area.value,
		]);
		return { values: lp.valuesOf(form), titles, texts: Object.fromEntries(texts) };
	}

	function restore(form, kept) {
		for (const field of form.querySelectorAll("[data-field]")) {
			const name = field.dataset.field;
			if (name in kept.values) setValue(field, kept.values[name], kept.titles[name]);
		}
		for (const [id, text] of Object.entries(kept.texts || {})) {
			const area = document.getElementById(id);
			if (area) area.value = text;
		}
		lp.notice(lp.say("restored"));
	}
})(window.lp);
