// Calls to the server. An act that finds no connection is kept on the device with its key and sent later, once.
"use strict";

window.lp = {};

(function (lp) {
	const QUEUE = "lp.queue";
	const RETRY = 20000;
	const user = document.body.dataset.user;

	lp.words = JSON.parse(document.getElementById("words").textContent);

	lp.say = function (word, ...values) {
		return (lp.words[word] || word).replace(/\{(\d)\}/g, (_, i) => values[i]);
	};

	lp.newKey = function () {
		if (window.crypto && crypto.randomUUID) return crypto.randomUUID();
		return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16)).join("");
	};

	lp.store = {
		get(key, otherwise) {
			try {
				return JSON.parse(localStorage.getItem(key)) ?? otherwise;
			} catch {
				return otherwise;
			}
		},
		set(key, value) {
			try {
				localStorage.setItem(key, JSON.stringify(value));
				return true;
			} catch {
				return false;
			}
		},
		drop(key) {
			localStorage.removeItem(key);
		},
	};

	// {ok, status, answer, message}; `status` is 0 without a connection
	lp.post = async function (method, body) {
		const token = document.querySelector("meta[name=csrf-token]").content;
		const form = body instanceof FormData;
		const headers = { Accept: "application/json", "X-Frappe-CSRF-Token": token };
		if (!form) headers["Content-Type"] = "application/json";
		try {
			const response = await fetch(`/api/method/liuwan_process.api.${method}`, {
				method: "POST",
				headers,
				body: form ? body : JSON.stringify(body),
			});
			const data = await response.json().catch(() => ({}));
			const signedOut = isSignedOut(response, data);
			return {
				ok: response.ok,
				status: response.status,
				answer: data.message,
				message: signedOut ? lp.say("signed_out") : reason(data),
				signedOut,
			};
		} catch {
			return { ok: false, status: 0, message: lp.say("kept") };
		}
	};

	// Frappe's messages may hold markup: only their text is shown
	function reason(data) {
		const texts = JSON.parse(data._server_messages || "[]").map((text) => JSON.parse(text).message);
		const plain = texts.map(
			(html) => new DOMParser().parseFromString(html, "text/html").body.textContent
		);
		return plain.join(" ") || lp.say("went_wrong");
	}

	// The session has ended, or somebody has signed in anew in another tab: this page is out of date
	function isSignedOut(response, data) {
		if (data.exc_type === "CSRFTokenError") return true;
		const guest = /user_id=(Guest|)(;|$)/.test(document.cookie) || data.session_expired;
		return [401, 403].includes(response.status) && Boolean(guest);
	}

	// An act: kept when there is no connection. Returns null when it was kept.
	lp.act = async function (method, body, title, key) {
		const entry = {
			method,
			body: { ...body, key: key || lp.newKey() },
			title,
			user,
			typed: lp.typed?.(),
		};
		const result = await lp.post(method, entry.body);
		if (!isLost(result)) return result;
		lp.store.set(QUEUE, [...lp.store.get(QUEUE, []), entry]);
		showQueue();
		lp.notice(result.signedOut ? result.message : lp.say("kept"), result.signedOut ? "late" : "near");
		if (result.signedOut) lp.offer(`/login?redirect-to=${location.pathname}`, lp.say("sign_in"));
		return null;
	};

	function isLost(result) {
		return result.signedOut || [0, 502, 503, 504].includes(result.status);
	}

	let sending = false;

	lp.sendKept = async function () {
		if (sending || !navigator.onLine) return;
		sending = true;
		for (const entry of lp.store.get(QUEUE, []).filter((each) => each.user === user)) {
			const result = await lp.post(entry.method, entry.body);
			if (isLost(result)) break;
			forget(entry);
			if (result.ok) lp.notice(lp.say("sent_later", entry.title), "good");
			else sentInVain(entry, result.message);
		}
		sending = false;
		showQueue();
	};

	// The server has refused it: what was typed is back when the form is opened again
	function sentInVain(entry, message) {
		if (entry.typed) lp.store.set(entry.typed.name, entry.typed.values);
		lp.notice(lp.say("not_sent", `${entry.title}. ${message}`), "late");
	}

	function forget(entry) {
		const others = lp.store.get(QUEUE, []).filter((each) => each.body.key !== entry.body.key);
		lp.store.set(QUEUE, others);
	}

	function showQueue() {
		const banner = document.getElementById("offline");
		const mine = lp.store.get(QUEUE, []).filter((each) => each.user === user);
		banner.hidden = !mine.length;
		banner.textContent = mine.length ? lp.say("waiting", mine.map((each) => each.title).join(", ")) : "";
	}

	// A line at the top of the page, spoken by screen readers. Text only.
	lp.notice = function (text, tone) {
		const place = document.getElementById("flash");
		const line = document.createElement("p");
		line.className = `notice tone-${tone || "none"}`;
		line.textContent = text;
		place.replaceChildren(line);
		line.scrollIntoView({ block: "nearest" });
	};

	// The way on, at the end of the notice; it takes the focus
	lp.offer = function (address, text) {
		const link = document.createElement("a");
		link.href = address;
		link.textContent = text;
		document.querySelector("#flash .notice").append(" ", link);
		link.focus();
	};

	lp.noticeOnNextPage = function (text, tone) {
		sessionStorage.setItem("lp.notice", JSON.stringify({ text, tone }));
	};

	const left = sessionStorage.getItem("lp.notice");
	if (left) {
		sessionStorage.removeItem("lp.notice");
		const { text, tone } = JSON.parse(left);
		lp.notice(text, tone);
	}

	window.addEventListener("online", lp.sendKept);
	setInterval(lp.sendKept, RETRY);
	showQueue();
	lp.sendKept();
})(window.lp);
