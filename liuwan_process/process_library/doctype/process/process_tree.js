frappe.treeview_settings["Process"] = {
	breadcrumb: "Process Library",
	title: __("Processes"),
	get_tree_root: false,
	root_label: "All Processes",
	show_expand_all: true,
	get_label: (node) => (node.title ? __(node.title) : __(node.label)),
	fields: [
		{ fieldtype: "Data", fieldname: "code", label: __("Code"), reqd: 1 },
		{ fieldtype: "Data", fieldname: "title", label: __("Title"), reqd: 1 },
		{ fieldtype: "Select", fieldname: "level", label: __("Level"), options: "Domain\nProcess Group\nProcess\nSub-process", default: "Process" },
		{ fieldtype: "Check", fieldname: "is_group", label: __("Has Processes Below It") },
	],
	ignore_fields: ["parent_process"],
};
