// Green on time, amber nearly due, red late: one rule for the desk's lists and forms of runs and tasks, always with a word.
frappe.provide("liuwan_process");

Object.assign(liuwan_process, {
	// {word, colour} of a limit, null where there is none. Ended: was it kept? Still open: is it?
	light(doc, open, ended_on) {
		if (!doc.due_on) return null;
		if (!open) {
			const late = doc.late || (ended_on && ended_on > doc.due_on);
			return late ? { word: __("Late"), colour: "red" } : { word: __("On time"), colour: "green" };
		}
		const now = frappe.datetime.now_datetime();
		if (now > doc.due_on) return { word: __("Late"), colour: "red" };
		const warned = doc.reminders || (doc.warn_on && doc.warn_on !== doc.due_on && now > doc.warn_on);
		return warned ? { word: __("Soon due"), colour: "orange" } : { word: __("On time"), colour: "green" };
	},

	task_light: (doc) => liuwan_process.light(doc, doc.status === "Open", doc.closed_on),
	run_light: (doc) =>
		liuwan_process.light(doc, ["Running", "Suspended"].includes(doc.status), doc.ended_on),

	task_colours: { Open: "blue", Done: "green", Returned: "orange", Transferred: "gray", Cancelled: "gray" },
	run_colours: {
		Running: "blue",
		Suspended: "orange",
		Completed: "green",
		Refused: "red",
		Withdrawn: "gray",
		Terminated: "red",
	},

	// [words, colour, filter] as Frappe's lists want it.
	indicator(doc, light, colours) {
		const status = __(doc.status);
		const words = light ? `${status} · ${light.word}` : status;
		return [words, light?.colour || colours[doc.status] || "gray", `status,=,${doc.status}`];
	},

	// What a list must ask for, to show the light.
	light_fields: ["status", "due_on", "warn_on", "reminders", "late"],

	show_light(frm, light) {
		if (light) frm.dashboard.add_indicator(`${__("Limit")}: ${light.word}`, light.colour);
	},
});
