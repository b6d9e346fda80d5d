// Decide on a task: the main decision, the others, return, transfer.
"use strict";

(function (lp) {
	const form = document.getElementById("task");
	const comment = document.getElementById("comment");
	const menu = document.getElementById("more-actions");
	const more = document.getElementById("more");
	const { task, title } = form.dataset;
	const first = lp.valuesOf(form);
	const keys = {};
	lp.keep(form);
	lp.post("tasks.seen", { task });

	// One key for each kind of act: pressed again after a lost answer, it is the same act
	function keyOf(act) {
		return (keys[act] ??= lp.newKey());
	}

	function changed() {
		const values = Object.entries(lp.valuesOf(form));
		return Object.fromEntries(
			values.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(first[name]))
		);
	}

	async function send(method, body, act) {
		if (form.getAttribute("aria-busy") === "true") return;
		lp.busy(form, true);
		lp.notice(lp.say("sending"));
		const result = await lp.act(`tasks.${method}`, { task, ...body }, title, keyOf(act));
		lp.busy(form, false);
		if (result === null) return later();
		if (result.status === 409) return stale(result.message);
		if (!result.ok) return refused(result.message);
		lp.forget();
		lp.noticeOnNextPage(`${title}. ${lp.outcome(result.answer)}`, "good");
		location.href = "/process";
	}

	function refused(message) {
		document.getElementById("flash").replaceChildren();
		lp.refused(form, message);
	}

	function later() {
		lp.forget();
		lp.busy(form, true);
	}

	function stale(message) {
		lp.forget();
		lp.busy(form, true);
		lp.notice(message, "near");
		lp.offer("/process", lp.say("go_home"));
	}

	function decide(button) {
		toggle(false);
		lp.mark(comment, "");
		if ("needsComment" in button.dataset && !comment.value.trim()) {
			lp.mark(comment, lp.say("say_why"));
			comment.focus();
			return;
		}
		if (!("needsComment" in button.dataset) && !lp.check(form)) return;
		const action = button.dataset.action;
		const body = { action, comment: comment.value.trim(), values: changed() };
		send("decide", body, action);
	}

	form.addEventListener("submit", (event) => event.preventDefault());
	for (const button of form.querySelectorAll("[data-action]")) {
		button.addEventListener("click", () => decide(button));
	}

	function toggle(open) {
		menu.hidden = !open;
		more.setAttribute("aria-expanded", String(open));
		if (open) menu.querySelector("button").focus();
	}

	more.addEventListener("click", () => toggle(menu.hidden));
	menu.addEventListener("keydown", (event) => {
		const items = [...menu.querySelectorAll("button")];
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (event.key === "Escape") {
			toggle(false);
			more.focus();
		} else if (step) {
			event.preventDefault();
			items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
		}
	});
	document.addEventListener("click", (event) => {
		if (!menu.hidden && !event.target.closest(".bar")) toggle(false);
	});

	const dialogs = {
		async return() {
			const why = document.getElementById("return-comment");
			const chosen = () => document.querySelector("#return [name=step]:checked");
			const radios = document.querySelector("#return [name=step]");
			const check = () => {
				lp.mark(radios, chosen() ? "" : lp.say("choose_step"));
				lp.mark(why, why.value.trim() ? "" : lp.say("say_why"));
				return chosen() && why.value.trim();
			};
			why.value ||= comment.value;
			if (await lp.ask("return", check)) {
				send(
					"send_back",
					{ step: chosen().value, comment: why.value.trim() },
					`return ${chosen().value}`
				);
			}
		},
		async transfer() {
			const person = document.getElementById("transfer-user");
			const check = () => {
				lp.mark(person, person.dataset.value ? "" : lp.say("choose_person"));
				return person.dataset.value;
			};
			if (await lp.ask("transfer", check)) {
				const words = document.getElementById("transfer-comment").value.trim();
				send(
					"transfer",
					{ user: person.dataset.value, comment: words },
					`transfer ${person.dataset.value}`
				);
			}
		},
	};

	for (const button of menu.querySelectorAll("[data-dialog]")) {
		button.addEventListener("click", () => {
			toggle(false);
			dialogs[button.dataset.dialog]();
		});
	}
})(window.lp);
