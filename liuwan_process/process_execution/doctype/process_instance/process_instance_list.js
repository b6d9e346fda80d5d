// A run's status and its limit as colour and word; what goes by the green channel or is made up says so.
frappe.listview_settings["Process Instance"] = {
	add_fields: [...liuwan_process.light_fields, "ended_on", "urgent", "making_up"],

	get_indicator(run) {
		const mark = run.urgent ? ` · ${__("Urgent")}` : "";
		if (run.status === "Running" && run.making_up)
			return [__("Making up") + mark, "orange", "status,=,Running"];
		const light = liuwan_process.run_light(run);
		const [words, ...rest] = liuwan_process.indicator(run, light, liuwan_process.run_colours);
		return [words + mark, ...rest];
	},
};
