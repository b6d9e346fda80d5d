// The comment box of a run: people named with @, files, and what was typed kept until it is sent.
"use strict";

(function (lp) {
	const WAIT = 200; // milliseconds after the last key
	const form = document.getElementById("say");
	const text = document.getElementById("text");
	const list = document.getElementById("mentions");
	const files = document.getElementById("files");
	const chosen = document.getElementById("chosen-files");
	const progress = document.getElementById("files-progress");
	const kept = `lp.say.${form.dataset.run}`;
	const named = new Map(); // name -> user
	let active = -1;
	let timer;
	let asked;

	// What goes with the comment: only people whose name still stands in it
	lp.commentParts = () => ({
		mentions: [...named].filter(([name]) => text.value.includes(`@${name}`)).map(([, user]) => user),
		files: [...chosen.children].map((item) => item.dataset.url),
	});
	lp.forgetComment = () => sessionStorage.removeItem(kept);

	// The word behind the last @ before the cursor, or null
	function wanted() {
		const before = text.value.slice(0, text.selectionStart);
		return /(?:^|[\s，。,.；;：:（(])@([^\s@]{0,20})$/.exec(before)?.[1] ?? null;
	}

	function close() {
		asked = null;
		active = -1;
		list.hidden = true;
		text.removeAttribute("aria-activedescendant");
	}

	async function offer() {
		const txt = wanted();
		if (txt === null) return close();
		asked = txt;
		const result = await lp.post("runs.mentionable", { instance: form.dataset.run, txt });
		if (asked !== txt) return;
		active = -1;
		list.replaceChildren(...(result.ok ? result.answer : []).map(option));
		list.hidden = !list.children.length;
	}

	function option(found, i) {
		const item = document.createElement("li");
		item.id = `mention-${i}`;
		item.setAttribute("role", "option");
		item.dataset.user = found.value;
		item.dataset.name = found.title;
		item.textContent = found.title;
		const more = document.createElement("span");
		more.className = "muted small";
		more.textContent = ` ${found.more}`;
		item.append(more);
		item.addEventListener("mousedown", (event) => event.preventDefault());
		item.addEventListener("click", () => choose(item));
		return item;
	}

	function choose(item) {
		const { name, user } = item.dataset;
		const at = text.selectionStart;
		const begin = text.value.lastIndexOf("@", at - 1);
		text.setRangeText(`@${name} `, begin, at, "end");
		named.set(name, user);
		close();
		keep();
		text.focus();
	}

	function move(by) {
		const items = [...list.children];
		active = (active + by + items.length) % items.length;
		items.forEach((each, i) => each.setAttribute("aria-selected", String(i === active)));
		items[active].scrollIntoView({ block: "nearest" });
		text.setAttribute("aria-activedescendant", items[active].id);
	}

	text.addEventListener("keydown", (event) => {
		if (list.hidden) return;
		const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (by) {
			event.preventDefault();
			move(by);
		} else if (["Enter", "Tab", "Escape"].includes(event.key)) {
			if (event.key !== "Tab") event.preventDefault();
			if (event.key === "Enter") choose(list.children[Math.max(active, 0)]);
			else close();
		}
	});
	text.addEventListener("input", () => {
		keep();
		clearTimeout(timer);
		timer = setTimeout(offer, WAIT);
	});
	text.addEventListener("blur", close);

	document.getElementById("mention").addEventListener("click", () => {
		const at = text.selectionStart;
		const gap = at && !/\s$/.test(text.value.slice(0, at)) ? " @" : "@";
		text.setRangeText(gap, at, text.selectionEnd, "end");
		text.focus();
		offer();
	});

	// Files go up one after the other; each is listed as soon as it is there
	files.addEventListener("change", async () => {
		for (const file of [...files.files]) {
			const body = new FormData();
			body.append("file", file, file.name);
			progress.textContent = lp.say("uploading");
			const result = await lp.post("portal.upload", body);
			progress.textContent = result.ok ? lp.say("uploaded", file.name) : "";
			lp.mark(files, result.ok ? "" : result.message);
			if (result.ok) add(result.answer);
		}
		files.value = "";
		keep();
	});

	function add({ file_url, file_name }) {
		const item = document.createElement("li");
		item.className = "upload-file";
		item.dataset.url = file_url;
		const link = document.createElement("a");
		link.href = file_url;
		link.target = "_blank";
		link.rel = "noopener";
		link.textContent = file_name;
		const remove = document.createElement("button");
		remove.type = "button";
		remove.className = "link";
		remove.textContent = lp.say("remove");
		remove.addEventListener("click", () => {
			item.remove();
			keep();
			text.focus();
		});
		item.append(link, remove);
		chosen.append(item);
	}

	function keep() {
		const list = [...chosen.children].map((item) => ({
			file_url: item.dataset.url,
			file_name: item.querySelector("a").textContent,
		}));
		sessionStorage.setItem(kept, JSON.stringify({ text: text.value, named: [...named], files: list }));
	}

	const before = JSON.parse(sessionStorage.getItem(kept) || "null");
	if (before) {
		text.value = before.text;
		before.named.forEach(([name, user]) => named.set(name, user));
		before.files.forEach(add);
	}
})(window.lp);
