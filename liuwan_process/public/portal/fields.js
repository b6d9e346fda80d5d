// Inputs that HTML does not have: search in a list, upload, rows of a table.
"use strict";

(function (lp) {
	// Search in a list: arrows, Enter, Escape; the server says what may be seen.
	lp.combo = function (box) {
		const input = box.querySelector("input");
		const list = box.querySelector("[role=listbox]");
		let timer, asked, active = -1;

		function close() {
			list.hidden = true;
			active = -1;
			input.setAttribute("aria-expanded", "false");
			input.removeAttribute("aria-activedescendant");
		}

		function open(options) {
			list.replaceChildren(...options);
			list.hidden = false;
			active = -1;
			input.setAttribute("aria-expanded", "true");
		}

		function line(text) {
			const item = document.createElement("li");
			item.className = "muted";
			item.textContent = text;
			return item;
		}

		function option(found, i) {
			const item = document.createElement("li");
			item.id = `${list.id}-${i}`;
			item.setAttribute("role", "option");
			item.dataset.value = found.value;
			item.dataset.title = found.title;
			const title = document.createElement("span");
			title.textContent = found.title;
			item.append(title);
			if (found.more) {
				const more = document.createElement("span");
				more.className = "muted small";
				more.textContent = ` ${found.more}`;
				item.append(more);
			}
			item.addEventListener("mousedown", (event) => event.preventDefault());
			item.addEventListener("click", () => choose(item));
			return item;
		}

		function choose(item) {
			input.value = item.dataset.title;
			input.dataset.value = item.dataset.value;
			input.dataset.title = item.dataset.title;
			close();
			lp.mark(input, "");
			input.dispatchEvent(new Event("change", { bubbles: true }));
		}

		async function search() {
			const text = input.value.trim();
			asked = text;
			open([line(lp.say("searching"))]);
			const result = await lp.post("portal.search_link", { doctype: box.dataset.link, txt: text });
			if (asked !== text || document.activeElement !== input) return;
			const found = result.ok ? result.answer : [];
			open(found.length ? found.map(option) : [line(result.ok ? lp.say("nothing_found") : result.message)]);
		}

		function move(by) {
			const options = [...list.querySelectorAll("[role=option]")];
			if (!options.length) return;
			active = (active + by + options.length) % options.length;
			options.forEach((each, i) => each.setAttribute("aria-selected", String(i === active)));
			options[active].scrollIntoView({ block: "nearest" });
			input.setAttribute("aria-activedescendant", options[active].id);
		}

		input.addEventListener("input", () => {
			input.dataset.value = "";
			clearTimeout(timer);
			timer = setTimeout(search, 250);
		});
		input.addEventListener("focus", () => !input.value && search());
		input.addEventListener("keydown", (event) => {
			const options = list.querySelectorAll("[role=option]");
			if (event.key === "ArrowDown" || event.key === "ArrowUp") {
				event.preventDefault();
				if (list.hidden) search();
				else move(event.key === "ArrowDown" ? 1 : -1);
			} else if (event.key === "Enter" && !list.hidden) {
				event.preventDefault();
				const one = options[active] || (options.length === 1 && options[0]);
				if (one) choose(one);
			} else if (event.key === "Escape" && !list.hidden) {
				event.preventDefault();
				event.stopPropagation();
				close();
			}
		});
		input.addEventListener("blur", () => {
			asked = null;
			close();
		});
	};

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
		table.clearRows = () => place.replaceChildren();
		table.querySelector("[data-add-row]").addEventListener("click", () => {
			table.addRow().querySelector("[data-input]")?.focus();
		});
		place.addEventListener("click", (event) => {
			const button = event.target.closest("[data-remove-row]");
			if (!button) return;
			button.closest("[data-row]").remove();
			number();
			table.querySelector("[data-add-row]").focus();
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
