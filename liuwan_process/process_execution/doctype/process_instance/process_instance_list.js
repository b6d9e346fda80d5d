// A run's status as colour and word; what goes by the green channel, is made up or was late says so.
frappe.listview_settings["Process Instance"] = {
	add_fields: ["status", "urgent", "making_up", "late", "due_on"],

	get_indicator(run) {
		const mark = run.urgent ? ` · ${__("Urgent")}` : "";
		if (run.status === "Running" && run.making_up)
			return [__("Making up") + mark, "orange", "status,=,Running"];
		if (run.status === "Running" && run.due_on && run.due_on < frappe.datetime.now_datetime())
			return [__("Late") + mark, "red", "status,=,Running"];
		const colours = { Running: "blue", Suspended: "orange", Completed: "green", Refused: "red" };
		const word = run.late ? `${__(run.status)} (${__("Late")})` : __(run.status);
		return [word + mark, colours[run.status] || "gray", `status,=,${run.status}`];
	},
};
