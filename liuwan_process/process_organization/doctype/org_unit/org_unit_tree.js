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
	onload: (treeview) => treeview.make_tree(),
	onrender: (node) => {
		if (node.is_root || !node.data) return;
		show_head_and_people(node);
		if (node.parent_label === "All Units" && node.expandable)
			setTimeout(() => cur_tree.expand_node(node));
	},
};

function show_head_and_people(node) {
	const { head_name, people } = node.data;
	const text = [head_name, people ? __("{0} people", [people]) : ""].filter(Boolean).join(" · ");
	$('<span class="balance-area pull-right text-muted"></span>').text(text).insertBefore(node.$ul);
}
