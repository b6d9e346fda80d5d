// What a process can be drawn with: the kinds of steps that a definition knows, and the gateways at which ways part or meet.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { sign } from "./icons";

const SIZE = { width: 152, height: 64 };

function step(kind, type, title, [fill, stroke], more = {}) {
	return { kind, type: `bpmn:${type}`, title, fill, stroke, icon: sign(kind, stroke), ...more };
}

// Fill and line are the colours of the published drawing.
export const STEPS = {
	start: step("start", "UserTask", __("Start"), ["#e6f4f2", "#1f857b"], SIZE),
	task: step("task", "UserTask", __("Task"), ["#edf4fc", "#3a76b5"], SIZE),
	approval: step("approval", "UserTask", __("Approval"), ["#f3effb", "#7558ad"], SIZE),
	notice: step("notice", "SendTask", __("Notice"), ["#fffdf5", "#82754f"], SIZE),
	automatic: step("automatic", "ServiceTask", __("Automatic"), ["#eef6ee", "#4d7f52"], SIZE),
	subprocess: step("subprocess", "CallActivity", __("Sub-process"), ["#fdf3ea", "#a8622a"], SIZE),
	end: step("end", "EndEvent", __("End"), ["#eceff3", "#3f4e5e"]),
	refused: step("end", "EndEvent", __("Refused End"), ["#fcecea", "#b23b34"], {
		event: "bpmn:TerminateEventDefinition",
		icon: sign("refused", "#b23b34"),
	}),
};

const gateway = (type, name, title) => ({ type: `bpmn:${type}Gateway`, icon: sign(name), title });

export const GATEWAYS = {
	choice: gateway("Exclusive", "choice", __("Choice: people take one way")),
	all: gateway("Parallel", "all", __("All ways are taken, or waited for")),
	some: gateway("Inclusive", "some", __("Some ways are taken, by their conditions")),
	any: gateway("Complex", "any", __("The first way that arrives goes on")),
};

export const REFUSE = "#b23b34";

// What is noted at an element in the extension of its own: `liuwan:Step`, `liuwan:Part` or `liuwan:Transition`.
export function noteOf(element, type) {
	const values = getBusinessObject(element)?.extensionElements?.values || [];
	return values.find((each) => each.$type === `liuwan:${type}`);
}

// The key in STEPS of a step's shape; undefined for everything else.
export function kindOf(element) {
	const kind = noteOf(element, "Step")?.kind;
	return kind === "end" && isRefused(element) ? "refused" : kind;
}

function isRefused(element) {
	const events = getBusinessObject(element).eventDefinitions || [];
	return events.some((each) => is(each, "bpmn:TerminateEventDefinition"));
}

export const isGateway = (element) => is(element, "bpmn:Gateway");

export const gatewayOf = (element) =>
	Object.keys(GATEWAYS).find((key) => GATEWAYS[key].type === element.type);

// The gateway before which one chooses an action, and those that stand for a step's own split or join.
export const partOf = (element) => noteOf(element, "Part")?.part;

// Whether the flow is a refusal: a new one says so in its own note, an exported one in its row.
export function decisionOf(flow) {
	const note = noteOf(flow, "Transition");
	return note?.decision || (note?.json && JSON.parse(note.json).decision) || "approve";
}
