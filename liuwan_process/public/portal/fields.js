// Inputs that HTML does not have: search in a list, upload, rows of a table.
"use strict";

(function (lp) {
	const WAIT = 250; // milliseconds after the last key

	// Search in a list: arrows, Enter, Escape; the server says what may be seen.
	class Combo {
		constructor(box) {
			this.doctype = box.dataset.link;
			this.input = box.querySelector("input");
			this.list = box.querySelector("[role=listbox]");
			this.active = -1;
			this.input.addEventListener("input", () => this.typed());
			this.input.addEventListener("focus", () => !this.input.value && this.search());
			this.input.addEventListener("keydown", (event) => this.pressed(event));
			this.input.addEventListener("blur", () => this.close());
		}

		get options() {
			return [...this.list.querySelectorAll("[data-value]")];
		}

		close() {
			this.asked = null;
			this.active = -1;
			this.list.hidden = true;
			this.input.setAttribute("aria-expanded", "false");
			this.input.removeAttribute("aria-activedescendant");
		}

		open(lines) {
			this.active = -1;
			this.list.replaceChildren(...lines);
			this.list.hidden = false;
			this.input.setAttribute("aria-expanded", "true");
		}

		// What was found for the words before must not stand there to be chosen for the new ones.
		typed() {
			this.input.dataset.value = "";
			this.asked = null;
			this.open([line(lp.say("searching"))]);
			clearTimeout(this.timer);
			this.timer = setTimeout(() => this.search(), WAIT);
		}

		async search() {
			const txt = (this.asked = this.input.value.trim());
			this.open([line(lp.say("searching"))]);
			const result = await lp.post("portal.search_link", { doctype: this.doctype, txt });
			if (this.asked !== txt || document.activeElement !== this.input) return;
			if (!result.ok) this.open([line(result.message)]);
			else if (!txt && !result.answer.length) this.close();
			else if (!result.answer.length) this.open([line(lp.say("nothing_found"))]);
			else this.open(result.answer.map((found, i) => this.option(found, i)));
		}

		option(found, i) {
			const item = line(found.title, found.more);
			item.className = "";
			item.id = `${this.list.id}-${i}`;
			item.removeAttribute("aria-disabled");
			item.dataset.value = found.value;
			item.dataset.title = found.title;
			item.addEventListener("mousedown", (event) => event.preventDefault());
			item.addEventListener("click", () => this.choose(item));
			return item;
		}

		choose(item) {
			this.input.value = item.dataset.title;
			this.input.dataset.value = item.dataset.value;
			this.input.dataset.title = item.dataset.title;
			this.close();
			lp.mark(this.input, "");
			this.input.dispatchEvent(new Event("change", { bubbles: true }));
		}

		move(by) {
			const options = this.options;
			if (!options.length) return;
			this.active = (this.active + by + options.length) % options.length;
			options.forEach((each, i) => each.setAttribute("aria-selected", String(i === this.active)));
			options[this.active].scrollIntoView({ block: "nearest" });
			this.input.setAttribute("aria-activedescendant", options[this.active].id);
		}

		pressed(event) {
			const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
			if (by) {
				event.preventDefault();
				if (this.list.hidden) this.search();
				else this.move(by);
			} else if (!this.list.hidden && ["Enter", "Escape"].includes(event.key)) {
				event.preventDefault();
				event.stopPropagation();
				if (event.key === "Escape") this.close();
				else this.chooseActive();
			}
		}

		chooseActive() {
			const options = this.options;
			const one = options[this.active] || (options.length === 1 && options[0]);
			if (one) this.choose(one);
		}
	}

	function line(text, more) {
		const item = document.createElement("li");
		item.className = "muted";
		item.setAttribute("role", "option");
		item.setAttribute("aria-disabled", "true");
		item.textContent = text;
		if (more) {
			const beside = document.createElement("span");
			beside.className = "muted small";
			beside.textContent = ` ${more}`;
			item.append(beside);
		}
		return item;
	}

	lp.combo = (box) => new Combo(box);

	lp.upload = function (box) {
		const input = box.querySelector("input[type=file]");
		const shown = box.querySelector(".upload-file");
		const progress = box.querySelector("[data-progress]");

		function show(url, name) {
			box.dataset.url = url;
			shown.hidden = !url;
			shown.querySelector("a").href = url;
			shown.querySelector("a").textContent = name;
			box.dispatchEvent(new Event("change", { bubbles: true }));
		}
		box.show = (url) => show(url, decodeURIComponent((url || "").split("/").pop()));

		input.addEventListener("change", async (event) => {
			event.stopPropagation();
			const file = input.files[0];
			if (!file) return;
			const body = new FormData();
			body.append("file", file, file.name);
			progress.textContent = lp.say("uploading");
			lp.mark(input, "");
			const result = await lp.post("portal.upload", body);
			input.value = "";
			progress.textContent = result.ok ? lp.say("uploaded", file.name) : "";
			if (result.ok) show(result.answer.file_url, result.answer.file_name);
			else lp.mark(input, result.message);
		});
		box.querySelector("[data-remove]").addEventListener("click", () => {
			show("", "");
			progress.textContent = "";
			input.focus();
		});
	};

	lp.rows = function (table) {
		const place = table.querySelector("[data-rows]");
		const template = table.querySelector("template");
		let count = place.children.length;

		function number() {
			[...place.children].forEach((row, i) => {
				row.querySelector(".row-number").textContent = lp.say("row", i + 1);
				row.setAttribute("aria-label", lp.say("row", i + 1));
			});
		}

		const adds = table.querySelector("[data-add-row]");

		table.addRow = function () {
			count += 1;
			const holder = document.createElement("template");
			holder.innerHTML = template.innerHTML.replaceAll("NUMBER", String(count));
			const row = holder.content.firstElementChild;
			place.append(row);
			lp.enhance(row);
			number();
			return row;
		};
		// Takes away the rows that are not named; gives the others by their names.
		table.keepRows = function (names) {
			for (const row of [...place.children]) if (!names.includes(row.dataset.name || 0)) row.remove();
			return Object.fromEntries([...place.children].map((row) => [row.dataset.name, row]));
		};
		adds?.addEventListener("click", () => {
			table.addRow().querySelector("[data-input]")?.focus();
		});
		place.addEventListener("click", (event) => {
			const button = event.target.closest("[data-remove-row]");
			if (!button) return;
			button.closest("[data-row]").remove();
			number();
			adds?.focus();
			table.dispatchEvent(new Event("change", { bubbles: true }));
		});
		number();
	};

	lp.enhance = function (part) {
		part.querySelectorAll(".combo").forEach(lp.combo);
		part.querySelectorAll(".upload").forEach(lp.upload);
		part.querySelectorAll("fieldset.rows").forEach(lp.rows);
	};

	lp.enhance(document.getElementById("main"));
})(window.lp);
