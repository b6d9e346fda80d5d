// Who stands in for me: a new one, and the end of one.
"use strict";

(function (lp) {
	const form = document.getElementById("stand-in");
	const open = document.getElementById("new-stand-in");

	function toggle(on) {
		form.hidden = !on;
		open.hidden = on;
		open.setAttribute("aria-expanded", String(on));
		if (on) form.querySelector("[data-input]").focus();
		else open.focus();
	}

	open.addEventListener("click", () => toggle(true));
	document.getElementById("no-stand-in").addEventListener("click", () => toggle(false));

	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		if (!lp.check(form)) return;
		const processes = [...form.querySelectorAll("[name=process]:checked")].map((box) => box.value);
		lp.busy(form, true);
		const result = await lp.post("delegations.give", { ...lp.valuesOf(form), processes });
		lp.busy(form, false);
		if (!result.ok) return lp.refused(form, result.message);
		location.reload();
	});

	for (const button of document.querySelectorAll("[data-end]")) {
		button.addEventListener("click", async () => {
			if (!(await lp.ask("end-stand-in"))) return;
			const result = await lp.post("delegations.end", { name: button.dataset.end });
			if (!result.ok) return lp.notice(result.message, "late");
			lp.noticeOnNextPage(button.dataset.words, "good");
			location.reload();
		});
	}
})(window.lp);
