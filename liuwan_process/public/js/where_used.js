// Which steps of published processes name this record; the server says it when the form is loaded.
frappe.provide("liuwan.where_used");

liuwan.where_used.show = (frm) => {
	const html = frm.doc.__onload?.where_used;
	if (html) frm.dashboard.add_section(html, __("Where Used"));
};
