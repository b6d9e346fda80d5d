// A box of the end-to-end drawing leads to its process.
document.querySelectorAll("[data-chain] [data-step]").forEach((box) => {
	const code = box.dataset.step;
	if (code.includes(":")) return; // a break point
	const go = () => (location.href = `/process/library/${encodeURIComponent(code)}`);
	box.style.cursor = "pointer";
	box.addEventListener("click", go);
	box.addEventListener("keydown", (event) => event.key === "Enter" && go());
});
