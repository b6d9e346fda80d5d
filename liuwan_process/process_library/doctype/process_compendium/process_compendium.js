const AT = "liuwan_process.api.compendiums.";

frappe.ui.form.on("Process Compendium", {
	setup(frm) {
		frm.set_query("previous_edition", () => ({
			filters: { status: ["!=", "Draft"], name: ["!=", frm.doc.name || ""] },
		}));
		frm.set_query("domains", () => ({ filters: { is_group: 1 } }));
		frm.set_query("processes", () => ({ filters: { is_group: 0, status: "Published" } }));
	},

	onload(frm) {
		frappe.realtime.on("process_compendium", () => poll(frm));
	},

	refresh(frm) {
		if (frm.is_new()) return;
		show_progress(frm);
		if (frm.doc.edition_file) add(frm, __("Download Book"), () => download(frm));
		if (frm.doc.status === "Released") return frm.disable_form();
		frm.enable_save();
		if (is_running(frm)) {
			frm.disable_save();
			add(frm, __("Cancel"), () => call(frm, "cancel_making"));
			return poll_later(frm);
		}
		if (!frm.perm[0]?.write || frm.is_dirty()) return;
		const label = frm.doc.status === "Draft" ? __("Make the Book") : __("Make Again");
		add(frm, label, () => call(frm, "make"), frm.doc.status === "Draft");
		if (frm.doc.status === "Made") add(frm, __("Release"), () => release(frm), true);
	},
});

function is_running(frm) {
	return ["Queued", "Running"].includes(frm.doc.job_status);
}

function add(frm, label, action, primary = false) {
	const button = frm.add_custom_button(label, action);
	if (primary) button.addClass("btn-primary").removeClass("btn-default");
}

async function call(frm, method) {
	await frm.call(method);
	frm.reload_doc();
}

function release(frm) {
	frappe.confirm(
		__(
			"Release {0}? Everybody can then read it in the portal, and it cannot be changed or deleted any more.",
			[frm.doc.title.bold()]
		),
		() => call(frm, "release")
	);
}

function download(frm) {
	window.open(`/api/method/${AT}download?name=${encodeURIComponent(frm.doc.name)}`);
}

function show_progress(frm) {
	if (!is_running(frm)) return frm.dashboard.hide_progress();
	frm.dashboard.show_progress(__("Book"), frm.doc.progress || 1, frm.doc.stage);
}

function poll_later(frm) {
	clearTimeout(frm.book_timer);
	frm.book_timer = setTimeout(() => poll(frm), 1500);
}

async function poll(frm) {
	if (frappe.get_route_str() !== `Form/Process Compendium/${frm.doc.name}`) return;
	const { message } = await frappe.call(`${AT}state`, { name: frm.doc.name });
	const same = message.job_status === frm.doc.job_status && message.status === frm.doc.status;
	if (!same) return frm.reload_doc();
	Object.assign(frm.doc, message);
	frm.refresh_fields();
	show_progress(frm);
	if (is_running(frm)) poll_later(frm);
}
