// Decide on a task: the main decision, the others, return, transfer.
"use strict";

(function (lp) {
	const form = document.getElementById("task");
	if (!form) return; // nothing can be done with it now
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

	// `stay`: the task remains mine, and its page is shown anew
	async function send(method, body, act, stay) {
		if (form.getAttribute("aria-busy") === "true") return;
		lp.busy(form, true);
		lp.notice(lp.say("sending"));
		const result = await lp.act(`tasks.${method}`, { task, ...body }, title, keyOf(act));
		lp.busy(form, false);
		if (result === null) return later();
		if (result.status === 409) return stale(result.message);
		if (!result.ok) return refused(result.message);
		lp.forget();
		if (stay) return location.reload();
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

	// What is typed in a dialog begins with what stands in the comment; true when something is there
	function words(id) {
		const box = document.getElementById(id);
		box.value ||= comment.value;
		return {
			check() {
				lp.mark(box, box.value.trim() ? "" : lp.say("say_why"));
				return Boolean(box.value.trim());
			},
			get text() {
				return box.value.trim();
			},
		};
	}

	const chosenOf = (name) => document.querySelector(`dialog [name=${name}]:checked`);
	const straight = document.querySelector("[data-then-back]");

	// Only from some steps may it come straight back
	function offerStraight() {
		straight.hidden = !("straight" in (chosenOf("step")?.dataset || {}));
		if (straight.hidden) document.querySelector("dialog [name=then][value=again]").checked = true;
	}

	const dialogs = {
		async return() {
			const why = words("return-comment");
			const radios = document.querySelector("#return [name=step]");
			const check = () => {
				lp.mark(radios, chosenOf("step") ? "" : lp.say("choose_step"));
				return why.check() && chosenOf("step");
			};
			offerStraight();
			if (!(await lp.ask("return", check))) return;
			const [step, then] = [chosenOf("step").value, chosenOf("then").value];
			send("send_back", { step, then, comment: why.text }, `return ${step} ${then}`);
		},
		async signers() {
			const input = document.getElementById("signer");
			const why = words("signer-comment");
			const check = () => {
				const missing = input.value.trim() ? "choose_listed" : "choose_person";
				const ready = lp.chosen("signer").length && !input.value.trim();
				lp.mark(input, ready ? "" : lp.say(missing));
				return ready;
			};
			if (!(await lp.ask("signers", check))) return;
			const [users, how] = [lp.chosen("signer"), chosenOf("how").value];
			if (how === "After" && !lp.check(form)) return;
			const body = { users, how, comment: why.text, values: changed() };
			send("add_signer", body, `add ${how} ${users}`, how !== "After");
		},
		async transfer() {
			const person = document.getElementById("transfer-user");
			const check = () => {
				lp.mark(person, person.dataset.value ? "" : lp.say("choose_person"));
				return person.dataset.value;
			};
			if (await lp.ask("transfer", check)) {
				const text = document.getElementById("transfer-comment").value.trim();
				const body = { user: person.dataset.value, comment: text };
				send("transfer", body, `transfer ${person.dataset.value}`);
			}
		},
		async pause() {
			const why = words("pause-comment");
			if (await lp.ask("pause", why.check)) send("pause", { comment: why.text }, "pause", true);
		},
	};

	for (const radio of document.querySelectorAll("#return [name=step]"))
		radio.addEventListener("change", offerStraight);

	menu.querySelector("[data-go-on]")?.addEventListener("click", () => {
		toggle(false);
		send("go_on", { comment: comment.value.trim() }, "go on", true);
	});

	for (const button of menu.querySelectorAll("[data-dialog]")) {
		button.addEventListener("click", () => {
			toggle(false);
			dialogs[button.dataset.dialog]();
		});
	}
})(window.lp);
