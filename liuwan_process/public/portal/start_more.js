// Beside the form of a start: lead person and green channel.
"use strict";

(function (lp) {
	const urgent = document.getElementById("urgent");
	const part = document.getElementById("urgent-more");
	const field = document.getElementById("urgent-field");
	const reason = document.getElementById("urgent-reason");
	const leader = document.getElementById("lead");

	function show() {
		part.hidden = !urgent.checked;
		urgent.setAttribute("aria-expanded", String(urgent.checked));
		reason.setAttribute("aria-required", String(urgent.checked));
		if (urgent.checked) field.dataset.required = "";
		else delete field.dataset.required;
	}

	urgent?.addEventListener("change", show);
	if (urgent) show();

	// What goes with the form's values when it is sent
	lp.startMore = () => ({
		lead_person: leader?.dataset.value || null,
		urgent: urgent?.checked ? 1 : 0,
		urgent_reason: urgent?.checked ? reason.value.trim() : "",
	});
})(window.lp);
