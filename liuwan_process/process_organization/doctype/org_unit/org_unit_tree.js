frappe.treeview_settings["Org Unit"] = {
	breadcrumb: "Process Organization",
	title: __("Org Unit"),
	get_tree_nodes: "liuwan_process.process_organization.doctype.org_unit.tree.get_children",
	add_tree_node: "liuwan_process.process_organization.doctype.org_unit.tree.add_node",
	get_tree_root: false,
	root_label: "All Units",
	get_label: (node) => frappe.utils.escape_html(__(node.title || node.label)),
	fields: [
		{ fieldtype: "Data", fieldname: "unit_name", label: __("Unit Name"), reqd: 1 },
		{ fieldtype: "Check", fieldname: "is_group", label: __("Has Units Below") },
	],
	ignore_fields: ["parent_org_unit"],
	onrender: (node) => {
		if (!node.data || !node.data.people || node.is_root) return;
		const title = frappe.utils.escape_html(node.data.head_name || "");
		const people = __("{0} people", [node.data.people]);
		$(`<span class="balance-area pull-right text-muted">${title} &middot; ${people}</span>`)
			.insertBefore(node.$ul);
	},
};
