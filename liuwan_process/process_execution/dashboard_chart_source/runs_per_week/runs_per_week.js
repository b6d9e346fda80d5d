frappe.provide("frappe.dashboards.chart_sources");

frappe.dashboards.chart_sources["Runs per Week"] = {
	method: "liuwan_process.analytics.charts.runs_per_week",
	filters: [],
};
