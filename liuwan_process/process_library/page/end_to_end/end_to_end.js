// Chains of processes, drawn: what one makes and another one uses, and where a chain is broken.
frappe.pages["end-to-end"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("End-to-end View"),
		single_column: true,
	});
	wrapper.view = new EndToEnd(page);
};
frappe.pages["end-to-end"].on_page_show = (wrapper) => wrapper.view.show(frappe.get_route()[1]);

class EndToEnd {
	constructor(page) {
		this.body = $('<div style="padding-top: var(--padding-md)">').appendTo(page.body);
		page.set_secondary_action(__("Break Points"), () =>
			frappe.set_route("query-report", "Process Chains and Break Points")
		);
		this.body.on("click keydown", "[data-step]", (event) => {
			if (event.type === "keydown" && event.key !== "Enter") return;
			const code = event.currentTarget.dataset.step;
			if (!code.includes(":")) frappe.set_route("Form", "Process", code);
		});
	}

	async show(code = "") {
		this.code = code;
		const html = await frappe.xcall("liuwan_process.api.knowledge.end_to_end", { code });
		if (code !== this.code) return;
		this.body.html(html);
		this.body.find("[data-step]").css("cursor", "pointer");
	}
}
