// Several people or other entries of a list, chosen one after the other: each becomes a chip with a cross.
"use strict";

(function (lp) {
	class Chips {
		constructor(field) {
			this.input = field.querySelector("input");
			this.list = field.querySelector(".chips");
			this.input.addEventListener("change", () => this.take());
			this.list.addEventListener("click", (event) => {
				const chip = event.target.closest("button")?.closest("li");
				if (!chip) return;
				chip.remove();
				this.show();
				this.input.focus();
			});
		}

		get values() {
			return [...this.list.children].map((chip) => chip.dataset.value);
		}

		take() {
			const { value, title } = this.input.dataset;
			if (!value) return;
			if (!this.values.includes(value)) this.list.append(this.chip(value, title));
			this.input.value = this.input.dataset.value = this.input.dataset.title = "";
			lp.mark(this.input, "");
			this.show();
		}

		chip(value, title) {
			const item = document.createElement("li");
			const name = document.createElement("span");
			const cross = document.createElement("button");
			item.className = "chip";
			item.dataset.value = value;
			name.textContent = title;
			cross.type = "button";
			cross.textContent = "×";
			cross.setAttribute("aria-label", this.list.dataset.removeWords.replace("{0}", title));
			item.append(name, cross);
			return item;
		}

		show() {
			this.list.hidden = !this.list.children.length;
		}
	}

	// What is chosen under an input, as values
	lp.chosen = (id) => document.getElementById(id).closest("[data-chips]").chips.values;

	for (const field of document.querySelectorAll("[data-chips]")) field.chips = new Chips(field);
})(window.lp);
