// The map of processes: a tile for each domain, down to the processes by a click; what is found by a word.
frappe.pages["process-map"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Process Map"), single_column: true });
	wrapper.map = new ProcessMap(page);
};
frappe.pages["process-map"].on_page_show = (wrapper) => wrapper.map.show(frappe.get_route()[1]);

class ProcessMap {
	constructor(page) {
		this.page = page;
		this.body = $('<div class="process-map" style="padding-top: var(--padding-md)">').appendTo(page.body);
		this.words = page.add_field({
			fieldname: "words",
			fieldtype: "Data",
			label: __("Search"),
		});
		this.words.$input.on(
			"input",
			frappe.utils.debounce(() => this.show(this.code), 300)
		);
		page.set_secondary_action(__("List"), () => frappe.set_route("List", "Process", "List"));
		if (frappe.model.can_create("Process"))
			page.set_primary_action(__("Add {0}", [__("Process")]), () => frappe.new_doc("Process"));
	}

	async show(code = "") {
		if (code !== this.code) this.words.set_input("");
		this.code = code;
		const words = this.words.$input.val() || "";
		const args = { code: words ? "" : code, words };
		const html = await frappe.xcall("liuwan_process.api.library.map", args);
		// A slower answer to earlier words says nothing any more.
		if (words === (this.words.$input.val() || "") && code === this.code) this.body.html(html);
	}
}
