// My page: what I want to be told is kept as soon as it is chosen.
"use strict";

(function (lp) {
	const kept = document.getElementById("choices-kept");

	document.getElementById("choices").addEventListener("change", async (event) => {
		const box = event.target;
		const result = await lp.post("telling.choose", {
			choices: { [box.dataset.choice]: box.checked ? 1 : 0 },
		});
		if (!result.ok) box.checked = !box.checked;
		kept.textContent = result.ok ? lp.say("choice_kept") : result.message;
	});
})(window.lp);
