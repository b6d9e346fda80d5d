// A run: urge, withdraw, comment.
"use strict";

(function (lp) {
	const acts = document.getElementById("acts");
	const say = document.getElementById("say");
	const text = document.getElementById("text");
	const { run, title } = say.dataset;
	const keys = {};

	async function send(method, body, part) {
		lp.busy(part, true);
		keys[method] ??= lp.newKey();
		const result = await lp.act(method, body, title, keys[method]);
		lp.busy(part, false);
		if (result === null) return;
		delete keys[method];
		if (method === "runs.comment" && result.ok) lp.forgetComment();
		if (!result.ok) return lp.notice(result.message, "late");
		location.reload();
	}

	document
		.getElementById("urge")
		?.addEventListener("click", () => send("runs.urge", { instance: run }, acts));

	acts?.querySelector("[data-dialog=withdraw]")?.addEventListener("click", async () => {
		if (!(await lp.ask("withdraw"))) return;
		const comment = document.getElementById("withdraw-comment").value.trim();
		send("runs.withdraw", { instance: run, comment }, acts);
	});

	const takeBack = acts?.querySelector("[data-dialog=take-back]");
	takeBack?.addEventListener("click", async () => {
		if (!(await lp.ask("take-back"))) return;
		const comment = document.getElementById("take-back-comment").value.trim();
		send("tasks.take_back", { task: takeBack.dataset.task, comment }, acts);
	});

	document.getElementById("name-lead")?.addEventListener("click", async () => {
		const person = document.getElementById("lead-user");
		const check = () => {
			lp.mark(person, person.dataset.value ? "" : lp.say("choose_person"));
			return person.dataset.value;
		};
		if (!(await lp.ask("ask-lead", check))) return;
		const comment = document.getElementById("lead-comment").value.trim();
		send("runs.name_lead", { instance: run, user: person.dataset.value, comment }, say);
	});

	say.addEventListener("submit", (event) => {
		event.preventDefault();
		lp.mark(text, text.value.trim() ? "" : lp.say("fill_in"));
		if (!text.value.trim()) return text.focus();
		send("runs.comment", { instance: run, text: text.value.trim(), ...lp.commentParts() }, say);
	});
})(window.lp);
