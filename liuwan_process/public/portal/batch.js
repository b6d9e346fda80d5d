// Several tasks of one kind decided at once: choose, one comment, what became of each.
"use strict";

(function (lp) {
	const start = document.getElementById("choose-several");
	if (!start) return;
	const form = document.getElementById("batch");
	const send = document.getElementById("batch-send");
	const comment = document.getElementById("batch-comment");
	const cards = [...document.querySelectorAll("#tasks [data-task]")];
	const box = (card) => card.querySelector(".choose input");
	const chosen = () => cards.filter((card) => box(card)?.checked);
	let key = lp.newKey();

	function toggle(on) {
		form.hidden = !on;
		start.setAttribute("aria-expanded", String(on));
		document.getElementById("choose-hint").hidden = !on;
		for (const card of cards) {
			const label = card.querySelector(".choose");
			if (label) label.hidden = !on;
			if (label && !on) box(card).checked = false;
		}
		show();
		if (on) cards.map(box).find(Boolean)?.focus();
		else start.focus();
	}

	// Once one is chosen, only tasks of its kind can be added
	function show() {
		const [first] = chosen();
		for (const card of cards.filter(box)) {
			box(card).disabled = Boolean(first) && card.dataset.kind !== first.dataset.kind;
		}
		document.getElementById("batch-count").textContent = lp.say("chosen", chosen().length);
		send.disabled = !first;
		send.textContent = first
			? lp.say("approve_many", first.dataset.words, chosen().length)
			: lp.say("chosen", 0);
	}

	function line(title, text, tone) {
		const item = document.createElement("li");
		const mark = document.createElement("span");
		mark.className = `tag tone-${tone}`;
		mark.textContent = text;
		item.append(mark, ` ${title}`);
		return item;
	}

	// Decided ones leave the list; the others stay there with the reason at the top
	function report(answers) {
		const bad = answers.filter((each) => each.error).length;
		const title = [lp.say("decided", answers.length - bad)];
		if (bad) title.push(lp.say("not_decided", bad));
		lp.notice(title.join(" · "), bad ? "near" : "good");
		const list = document.createElement("ul");
		list.id = "batch-results";
		for (const { task, answer, error } of answers) {
			const card = cards.find((each) => each.dataset.task === task);
			const words = answer ? lp.outcome(answer) : error;
			list.append(
				line(`${card.dataset.title}. ${words}`, answer ? "✓" : "✗", answer ? "good" : "late")
			);
			if (!answer) continue;
			card.remove();
			cards.splice(cards.indexOf(card), 1);
		}
		document.querySelector("#flash .notice").append(list);
	}

	start.addEventListener("click", () => toggle(form.hidden));
	document.getElementById("batch-stop").addEventListener("click", () => toggle(false));
	document.getElementById("tasks").addEventListener("change", show);
	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		const picked = chosen();
		if (!picked.length) return;
		const body = {
			tasks: picked.map((card) => card.dataset.task),
			action: picked[0].dataset.action,
			comment: comment.value.trim(),
		};
		const title = picked.map((card) => card.dataset.title).join(", ");
		lp.busy(form, true);
		lp.notice(lp.say("sending"));
		const result = await lp.act("tasks.decide_many", body, title, key);
		lp.busy(form, false);
		if (result === null) return toggle(false);
		if (!result.ok) return lp.notice(result.message, "late");
		key = lp.newKey();
		comment.value = "";
		report(result.answer);
		toggle(false);
	});
})(window.lp);
