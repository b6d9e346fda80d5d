// The words of bpmn-js itself that people can meet here, in their language.
const WORDS = {
	"Align elements": __("Align elements"),
	"Align elements left": __("Align elements left"),
	"Align elements center": __("Align elements center"),
	"Align elements right": __("Align elements right"),
	"Align elements top": __("Align elements top"),
	"Align elements middle": __("Align elements middle"),
	"Align elements bottom": __("Align elements bottom"),
	"Distribute elements horizontally": __("Distribute elements horizontally"),
	"Distribute elements vertically": __("Distribute elements vertically"),
	"Search in diagram": __("Search in the drawing"),
	"flow elements must be children of pools/participants": __(
		"Steps stand in the pool, in one of its lanes"
	),
};

function translate(text, values = {}) {
	return (WORDS[text] || __(text)).replace(/{([^}]+)}/g, (whole, name) => values[name] ?? whole);
}

export const words = { translate: ["value", translate] };
