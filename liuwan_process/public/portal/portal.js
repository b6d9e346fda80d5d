// What every page has: language, signing out, dialogs.
"use strict";

(function (lp) {
	for (const button of document.querySelectorAll("[data-language]")) {
		button.addEventListener("click", async () => {
			const result = await lp.post("portal.set_language", { language: button.dataset.language });
			if (result.ok) location.reload();
			else lp.notice(result.message, "late");
		});
	}

	document.getElementById("sign-out")?.addEventListener("click", async () => {
		await fetch("/api/method/logout", {
			method: "POST",
			headers: { "X-Frappe-CSRF-Token": document.querySelector("meta[name=csrf-token]").content },
		});
		for (const key of Object.keys(localStorage))
			if (key.startsWith("lp.keep.")) localStorage.removeItem(key);
		location.href = "/login?redirect-to=/process";
	});

	// Open a dialog; resolves to true when its main button is pressed and `check` lets it close.
	lp.ask = function (id, check) {
		const dialog = document.getElementById(id);
		return new Promise((resolve) => {
			const end = (value) => {
				dialog.close();
				resolve(value);
			};
			dialog.querySelector("[data-close]").onclick = () => end(false);
			dialog.querySelector("[data-yes]").onclick = () => (!check || check()) && end(true);
			dialog.oncancel = () => resolve(false);
			dialog.showModal();
		});
	};

	// Show or take away the error of one field.
	lp.mark = function (input, text) {
		const error =
			document.getElementById(`${input.id}-error`) || input.closest(".field")?.querySelector(".error");
		if (!error) return;
		error.textContent = text || "";
		error.hidden = !text;
		input.toggleAttribute("aria-invalid", Boolean(text));
		if (text) input.setAttribute("aria-invalid", "true");
		input.closest(".field")?.classList.toggle("has-error", Boolean(text));
	};

	// Keep buttons from being pressed twice while something is on its way.
	lp.busy = function (form, on) {
		for (const button of form.querySelectorAll("button")) button.disabled = on;
		form.setAttribute("aria-busy", String(on));
	};

	lp.outcome = function (answer) {
		if (!answer?.next?.length) return lp.say("ended");
		return lp.say("now_with", (answer.with || []).join(lp.say("and")));
	};
})(window.lp);
