// What readers say of a process: questions and answers, suggestions, whether the page was useful.
"use strict";

(function (lp) {
	const source = document.getElementById("feedback-words");
	const words = JSON.parse(source.textContent);
	const process = source.dataset.process;

	// Send, say what became of it, and show the page anew at the same place
	async function send(method, body, said, place) {
		const result = await lp.post(`feedback.${method}`, body);
		if (!result.ok) return lp.notice(result.message, "late");
		lp.noticeOnNextPage(said, "good");
		if (place) history.replaceState(null, "", `#${place}`);
		location.reload();
	}

	// The words of a form, or nothing when it is empty
	function textOf(form) {
		const box = form.querySelector("textarea");
		const text = box.value.trim();
		lp.mark(box, text ? "" : words.write);
		if (!text) box.focus();
		return text;
	}

	function onSubmit(form, act) {
		form?.addEventListener("submit", async (event) => {
			event.preventDefault();
			const text = textOf(form);
			if (!text) return;
			lp.busy(form, true);
			await act(text, event.submitter);
			lp.busy(form, false);
		});
	}

	onSubmit(document.getElementById("suggest"), (request) => {
		const form = document.getElementById("suggest");
		const body = { process, request, step_title: form.step_title.value, kind: form.kind.value };
		return send("suggest", body, words.suggested, "suggestions");
	});
	onSubmit(document.getElementById("ask"), (text) =>
		send("comment", { process, text }, words.asked, "questions")
	);

	for (const form of document.querySelectorAll("[data-answer]"))
		onSubmit(form, (text) =>
			send("comment", { process, text, answer_to: form.dataset.answer }, words.answered, "questions")
		);
	for (const form of document.querySelectorAll("[data-answer-suggestion]"))
		onSubmit(form, (answer, button) => {
			const body = { name: form.dataset.answerSuggestion, status: button.value, answer };
			return send("answer_suggestion", body, words.answered, "suggestions");
		});
	for (const form of document.querySelectorAll("[data-hide]"))
		onSubmit(form, (reason) =>
			send("hide", { comment: form.dataset.hide, reason }, words.hidden, "questions")
		);
	for (const button of document.querySelectorAll("[data-show]"))
		button.addEventListener("click", () =>
			send("show", { comment: button.dataset.show }, words.shown, "questions")
		);
	for (const button of document.querySelectorAll("[data-useful]"))
		button.addEventListener("click", () =>
			send("vote", { process, useful: button.dataset.useful === "1" }, words.voted, "useful")
		);
})(window.lp);
