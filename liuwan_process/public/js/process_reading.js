// What publishing would touch, before it is published; and the request to those concerned to read what changed.
frappe.provide("liuwan.reading");

Object.assign(liuwan.reading, {
	call: (method, args, type = "POST") =>
		frappe.xcall(`liuwan_process.api.announcements.${method}`, args, type),

	async field(frm) {
		const html = await this.call("touches", { process: frm.doc.name }, "GET");
		const title = `<h4>${__("What This Touches")}</h4>`;
		return { fieldname: "touches", fieldtype: "HTML", options: title + html };
	},

	offer(frm) {
		const text = __("Show What Publishing Would Touch");
		const button = $('<button type="button" class="btn btn-default btn-sm">').text(text);
		button.on("click", async () => box.html((await this.field(frm)).options));
		const box = frm.get_field("touches").$wrapper.empty().append(button);
	},
});

frappe.ui.form.on("Process", {
	refresh(frm) {
		if (!frm.is_new() && !frm.doc.is_group) liuwan.reading.offer(frm);
	},
});
