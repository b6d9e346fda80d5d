// Forms of imports from a file: template, start, progress, what was refused. `at` names the calls of the server.
frappe.provide("liuwan");

liuwan.FileImport = class {
	constructor(doctype, at) {
		Object.assign(this, { doctype, at });
		frappe.ui.form.on(doctype, {
			onload: (frm) => frappe.realtime.on(frappe.scrub(doctype), () => this.poll(frm)),
			refresh: (frm) => this.refresh(frm),
		});
	}

	refresh(frm) {
		frm.add_custom_button(__("Download Template"), () => window.open(`/api/method/${this.at.template}`));
		if (frm.is_new()) return;
		this.show_progress(frm);
		if (frm.doc.refused_rows?.length) this.add_refused_button(frm);
		this.is_running(frm) ? frm.disable_save() : frm.enable_save();
		if (this.is_running(frm)) this.poll_later(frm);
		else if (!frm.is_dirty()) this.add_start_button(frm);
	}

	is_running(frm) {
		return ["Queued", "Running"].includes(frm.doc.status);
	}

	add_start_button(frm) {
		const label = frm.doc.status === "Draft" ? __("Start Import") : __("Import Again");
		frm.add_custom_button(label, async () => {
			await frm.call("start");
			frm.reload_doc();
		})
			.addClass("btn-primary")
			.removeClass("btn-default");
	}

	add_refused_button(frm) {
		const url = `/api/method/${this.at.refused}?name=${encodeURIComponent(frm.doc.name)}`;
		frm.add_custom_button(__("Download Refused Rows"), () => window.open(url));
	}

	show_progress(frm) {
		if (!this.is_running(frm)) return frm.dashboard.hide_progress();
		frm.dashboard.show_progress(__("Import"), frm.doc.progress || 1, frm.doc.stage);
	}

	poll_later(frm) {
		clearTimeout(frm.import_timer);
		frm.import_timer = setTimeout(() => this.poll(frm), 2000);
	}

	async poll(frm) {
		if (frappe.get_route_str() !== `Form/${this.doctype}/${frm.doc.name}`) return;
		const { message } = await frappe.call(this.at.status, { name: frm.doc.name });
		if (message.status !== frm.doc.status) return frm.reload_doc();
		Object.assign(frm.doc, message);
		frm.refresh_fields();
		this.show_progress(frm);
		if (this.is_running(frm)) this.poll_later(frm);
	}
};

liuwan.FileImport.list = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colors = {
			Draft: "gray",
			Queued: "blue",
			Running: "blue",
			Completed: "green",
			"Partly Completed": "orange",
			Failed: "red",
		};
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
