// Filters the catalogue while one types: words in both languages, pinyin, initials.
"use strict";

(function (lp) {
	const box = document.getElementById("find");
	if (!box) return;
	const cards = [...document.querySelectorAll("[data-key]")];

	function filter() {
		const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
		let count = 0;
		for (const card of cards) {
			card.hidden = !words.every((word) => card.dataset.key.includes(word));
			count += card.hidden ? 0 : 1;
		}
		for (const group of document.querySelectorAll("[data-group]")) {
			group.hidden = !group.querySelector("[data-key]:not([hidden])");
		}
		document.getElementById("nothing").hidden = count > 0;
		document.getElementById("found").textContent = words.length ? lp.say("found", count) : "";
	}

	box.addEventListener("input", filter);
	box.addEventListener("keydown", (event) => {
		if (event.key !== "Enter") return;
		const shown = cards.filter((card) => !card.hidden);
		if (shown.length === 1) location.href = shown[0].querySelector("a").href;
	});
	filter();
})(window.lp);
