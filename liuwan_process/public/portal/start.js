// Start a request: check, send once, keep as a draft.
"use strict";

(function (lp) {
	const form = document.getElementById("start");
	const state = document.getElementById("draft-state");
	const process = form.dataset.process;
	const key = lp.newKey();
	lp.keep(form);

	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		if (form.getAttribute("aria-busy") === "true" || !lp.check(form)) return;
		lp.busy(form, true);
		lp.notice(lp.say("sending"));
		const values = lp.valuesOf(form);
		const body = { process, values, document: form.dataset.draft || null, ...lp.startMore() };
		const result = await lp.act("runs.start", body, form.dataset.title, key);
		lp.busy(form, false);
		if (result === null) return sentLater();
		if (result.status === 409) return lp.notice(result.message, "late");
		if (!result.ok) return lp.refused(form, result.message);
		lp.forget();
		lp.noticeOnNextPage(lp.outcome(result.answer), "good");
		location.href = `/process/run/${result.answer.instance}`;
	});

	function sentLater() {
		lp.forget();
		lp.busy(form, true);
	}

	document.getElementById("save-draft").addEventListener("click", saveDraft);

	async function saveDraft() {
		const values = lp.valuesOf(form);
		state.textContent = lp.say("sending");
		const result = await lp.post("portal.save_draft", { process, values, document: form.dataset.draft });
		if (result.status === 0) {
			state.textContent = lp.say("draft_device");
			return;
		}
		if (!result.ok) {
			state.textContent = "";
			lp.refused(form, result.message);
			return;
		}
		if (!form.dataset.draft)
			history.replaceState(null, "", `?draft=${encodeURIComponent(result.answer)}`);
		form.dataset.draft = result.answer;
		lp.forget();
		state.textContent = lp.say("draft_saved");
	}

	for (const button of document.querySelectorAll("[data-discard]")) {
		button.addEventListener("click", async () => {
			if (!(await lp.ask("ask-discard"))) return;
			const result = await lp.post("portal.discard_draft", {
				process,
				document: button.dataset.discard,
			});
			if (result.ok) button.closest("li").remove();
			else lp.notice(result.message, "late");
		});
	}
})(window.lp);
