// Shows a page anew when somebody else did something to what it shows. What is being typed is never thrown away.
"use strict";

(function (lp) {
	const SETTLE = 400; // milliseconds in which several events count as one
	const SLACK = 2000; // milliseconds between an act and the moment others can read it
	const place = document.querySelector("meta[name=live]");
	const main = document.getElementById("main");
	const shown = main.dataset.live; // a run, "*" for lists, "" for pages that do not change
	if (!place || !shown || !window.io) return;

	const { site, port, now, made } = place.dataset;
	const host = port ? `${location.protocol}//${location.hostname}:${port}` : location.origin;
	const socket = window.io(`${host}/${site}`, { withCredentials: true, reconnectionAttempts: 3 });
	let typed = false;
	let timer;

	main.addEventListener("input", () => (typed = true));
	socket.on("process_changed", ({ run, at, own }) => {
		if (own || (shown !== "*" && shown !== run) || Number(now) > at + SLACK) return;
		soon();
	});
	// What was done between the making of the page and now was pushed to nobody here.
	socket.on("connect", async () => {
		const { answer } = await lp.post("portal.missed", { made, run: shown === "*" ? "" : shown });
		if (answer) soon();
	});

	function soon() {
		clearTimeout(timer);
		timer = setTimeout(changed, SETTLE + Math.random() * SETTLE);
	}

	function isFilledIn(input) {
		if (["checkbox", "radio"].includes(input.type)) return input.checked !== input.defaultChecked;
		return "defaultValue" in input && input.type !== "file" && input.value !== input.defaultValue;
	}

	function isBusy() {
		const inputs = [...main.querySelectorAll("input, textarea")];
		return typed || main.querySelector("dialog[open], [aria-busy=true]") || inputs.some(isFilledIn);
	}

	function changed() {
		if (document.hidden) {
			document.addEventListener("visibilitychange", changed, { once: true });
			return;
		}
		if (isBusy()) document.getElementById("changed").hidden = false;
		else again();
	}

	function again() {
		const notice = document.querySelector("#flash .notice");
		if (notice) lp.noticeOnNextPage(notice.textContent, /tone-(\w+)/.exec(notice.className)?.[1]);
		location.reload();
	}

	document.querySelector("#changed button").addEventListener("click", again);
})(window.lp);
