// Whoever answers for a process says that it was looked over and needs no change.
"use strict";

(function (lp) {
	const form = document.getElementById("review-form");
	const error = document.getElementById("review-error");

	form?.addEventListener("submit", async (event) => {
		event.preventDefault();
		const button = form.querySelector("button");
		button.disabled = true;
		const note = document.getElementById("review-note").value;
		const result = await lp.post("releases.confirm_review", { process: form.dataset.process, note });
		if (result.ok) return window.location.reload();
		button.disabled = false;
		error.hidden = false;
		error.textContent = result.message;
	});
})(window.lp);
