// What I was asked to read: the quiz, and one button that says that I have read it.
"use strict";

(function (lp) {
	const form = document.getElementById("reading");
	if (!form) return;
	const words = JSON.parse(document.getElementById("reading-words").textContent);
	const acknowledgement = form.dataset.name;
	const questions = [...form.querySelectorAll("[data-question]")];
	let key = lp.newKey();

	if (form.dataset.new) lp.post("reading.opened", { acknowledgement });

	const chosen = (box) => [...box.querySelectorAll("input:checked")].map((input) => Number(input.value));

	function mark(box, text) {
		const error = box.querySelector(".error");
		error.textContent = text;
		error.hidden = !text;
		box.classList.toggle("has-error", Boolean(text));
	}

	function goTo(box) {
		box?.querySelector("input").focus();
		box?.scrollIntoView({ block: "center" });
	}

	function complete() {
		const open = questions.filter((box) => !chosen(box).length);
		for (const box of questions) mark(box, open.includes(box) ? words.choose : "");
		goTo(open[0]);
		return !open.length;
	}

	function tryAgain({ score, wrong }) {
		key = lp.newKey();
		const missed = questions.filter((box) => wrong.includes(box.dataset.question));
		for (const box of missed) mark(box, words.wrong);
		lp.notice(words.again.replace("{0}", score), "near");
		goTo(missed[0]);
	}

	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		if (!complete()) return;
		const answers = Object.fromEntries(questions.map((box) => [box.dataset.question, chosen(box)]));
		lp.busy(form, true);
		const result = await lp.act(
			"reading.acknowledge",
			{ acknowledgement, answers },
			form.dataset.title,
			key
		);
		lp.busy(form, false);
		if (!result) return;
		if (!result.ok) return lp.notice(result.message, "late");
		if (!result.answer.read) return tryAgain(result.answer);
		lp.noticeOnNextPage(words.done, "good");
		location.href = "/process";
	});
})(window.lp);
