// Two versions of a process side by side; the server says what differs.
frappe.pages["process-comparison"].on_page_load = (wrapper) => {
	const title = __("Compare Versions");
	wrapper.comparison = new Comparison(
		frappe.ui.make_app_page({ parent: wrapper, title, single_column: true })
	);
};
// The address: process, version before, version after.
frappe.pages["process-comparison"].on_page_show = (wrapper) =>
	wrapper.comparison.show(...frappe.get_route().slice(1));

class Comparison {
	constructor(page) {
		this.page = page;
		this.body = $('<div style="padding-top: var(--padding-md)">').appendTo(page.body);
		frappe.require("/assets/liuwan_process/portal/comparison.css");
		this.process = page.add_field({
			fieldname: "process",
			fieldtype: "Link",
			options: "Process",
			label: __("Process"),
			get_query: () => ({ filters: { is_group: 0, current_version: ["is", "set"] } }),
			change: () => this.go(this.process.get_value()),
		});
		this.before = this.choice("before", __("Earlier version"));
		this.after = this.choice("after", __("Later version"));
		page.add_button(__("Back to the Process"), () => frappe.set_route("Form", "Process", this.shown));
	}

	choice(fieldname, label) {
		return this.page.add_field({
			fieldname,
			fieldtype: "Select",
			label,
			change: () => this.go(this.shown, this.before.get_value(), this.after.get_value()),
		});
	}

	go(process, before = "", after = "") {
		const wanted = [process, before, after].filter(Boolean);
		if (this.filling || !process || this.key === wanted.join("/")) return;
		frappe.set_route("process-comparison", ...wanted);
	}

	async show(process, before = "", after = "") {
		if (!process) return;
		this.shown = process;
		const args = { process, before, after };
		const answer = await frappe.xcall("liuwan_process.api.versions.comparison", args, "GET");
		if (process !== this.shown) return;
		this.key = [process, answer.before, answer.after].join("/");
		await this.fill(process, answer);
		const nothing = __("{0} has not been published yet.", [frappe.utils.escape_html(process)]);
		this.body.html(answer.html || `<p class="text-muted">${nothing}</p>`);
	}

	// Setting a field tells of a change like somebody's choice.
	async fill(process, { sides, before, after }) {
		this.filling = true;
		for (const field of [this.before, this.after]) {
			field.df.options = sides;
			field.refresh();
		}
		await this.process.set_value(process);
		await this.before.set_value(before);
		await this.after.set_value(after);
		this.filling = false;
	}
}
