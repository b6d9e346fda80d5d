// Taking out signers whom I have asked: on the page of a task and of a run.
"use strict";

(function (lp) {
	const part = document.getElementById("asked");
	if (!part) return;
	const heading = document.getElementById("remove-title");
	const comment = document.getElementById("remove-comment");

	for (const button of part.querySelectorAll("[data-remove-signer]")) {
		const key = lp.newKey();
		button.addEventListener("click", async () => {
			heading.textContent = heading.dataset.words.replace("{0}", button.dataset.name);
			if (!(await lp.ask("remove"))) return;
			lp.busy(part, true);
			const body = { task: button.dataset.removeSigner, comment: comment.value.trim() };
			const result = await lp.act("tasks.remove_signer", body, part.dataset.title, key);
			if (result === null) return;
			lp.busy(part, false);
			if (!result.ok) return lp.notice(result.message, "late");
			location.reload();
		});
	}
})(window.lp);
