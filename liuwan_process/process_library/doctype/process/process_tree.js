frappe.treeview_settings["Process"] = {
	breadcrumb: "Process Library",
	title: __("Processes"),
	get_tree_nodes: "liuwan_process.process_library.tree.get_children",
	add_tree_node: "liuwan_process.process_library.tree.add_node",
	get_tree_root: false,
	root_label: "All Processes",
	show_expand_all: true,
	get_label: (node) =>
		frappe.utils.escape_html([node.data?.number, __(node.title || node.label)].filter(Boolean).join(" ")),
	fields: [
		{ fieldtype: "Data", fieldname: "title", label: __("Title"), reqd: 1 },
		{ fieldtype: "Data", fieldname: "code", label: __("Code"), reqd: 1 },
		{
			fieldtype: "Select",
			fieldname: "level",
			label: __("Level"),
			options: frappe.meta.get_docfield("Process", "level").options.split("\n"),
			default: "Process",
		},
		{ fieldtype: "Check", fieldname: "is_group", label: __("Has Processes Below It") },
	],
	ignore_fields: ["parent_process"],
	// There is no single root: the tree begins with the label above.
	onload: (view) => view.make_tree(),
};
