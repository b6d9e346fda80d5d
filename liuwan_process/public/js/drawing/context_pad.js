// What is offered beside a selected element: steps to go on with, an arrow, another kind, lanes, taking it out.
import { isHorizontal } from "bpmn-js/lib/util/DiUtil";
import { getChildLanes } from "bpmn-js/lib/features/modeling/util/LaneUtil";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { sign } from "./icons";
import { decisionOf, GATEWAYS, partOf, STEPS } from "./kinds";

const NEXT = ["task", "approval", "notice", "end"];
const NARROWEST = 120;

function entry(group, name, title, click) {
	return { group, imageUrl: sign(name), title, action: { click } };
}

class StepPad {
	constructor(contextPad, modeling, connect, create, autoPlace, popupMenu, stepShapes) {
		Object.assign(this, { contextPad, modeling, connect, create, autoPlace, popupMenu, stepShapes });
		contextPad.registerProvider(this);
	}

	getContextPadEntries(element) {
		if (element.type === "label") return {};
		if (is(element, "bpmn:Participant") || is(element, "bpmn:Lane")) return this.#lanes(element);
		if (is(element, "bpmn:SequenceFlow")) return { ...this.#decision(element), ...this.#delete() };
		if (!is(element, "bpmn:FlowNode") || is(element, "bpmn:BoundaryEvent")) return this.#delete();
		if (partOf(element) === "opens") return {};
		return { ...this.#onward(element), ...this.#kinds(element), ...this.#delete() };
	}

	getMultiElementContextPadEntries() {
		return this.#delete((_event, elements) => this.modeling.removeElements([...elements]));
	}

	#onward(element) {
		if (is(element, "bpmn:EndEvent")) return {};
		const next = NEXT.map((key) => [`append-${key}`, this.#append(STEPS[key])]);
		const start = (event) => this.connect.start(event, element);
		return {
			...Object.fromEntries(next),
			"append-choice": this.#append(GATEWAYS.choice),
			connect: {
				...{ group: "connect", imageUrl: sign("connect") },
				...{ title: __("Connect with another step"), action: { click: start, dragstart: start } },
			},
		};
	}

	#append(kind) {
		const click = (_event, source) => this.autoPlace.append(source, this.stepShapes.make(kind));
		const dragstart = (event, source) => this.create.start(event, this.stepShapes.make(kind), { source });
		const title = __("Go on with: {0}", [kind.title]);
		return { group: "model", imageUrl: kind.icon, title, action: { click, dragstart } };
	}

	#kinds(element) {
		if (this.popupMenu.isEmpty(element, "bpmn-replace")) return {};
		const click = (event) => {
			const pad = this.contextPad.getPad(element).html.getBoundingClientRect();
			const place = { x: pad.left, y: pad.bottom + 5, cursor: { x: event.x, y: event.y } };
			this.popupMenu.open(element, "bpmn-replace", place, { title: __("Change into"), width: 240 });
		};
		return { replace: entry("edit", "change", __("Change into"), click) };
	}

	#decision(flow) {
		const refuses = decisionOf(flow) === "refuse";
		const click = () => this.stepShapes.turn(flow);
		const title = refuses ? __("This way approves") : __("This way refuses");
		return { decision: entry("edit", refuses ? "approve" : "refuse", title, click) };
	}

	#lanes(element) {
		const [first, last] = isHorizontal(element) ? ["top", "bottom"] : ["left", "right"];
		const lane = (where, name, title) =>
			entry("lane", name, title, (_event, each) => this.modeling.addLane(each, where));
		const entries = {
			"lane-before": lane(first, "lane_before", __("Add a lane before")),
			...this.#division(element),
			"lane-behind": lane(last, "lane_behind", __("Add a lane behind")),
		};
		return is(element, "bpmn:Lane") ? { ...entries, ...this.#delete() } : entries;
	}

	#division(element) {
		const size = isHorizontal(element) ? element.height : element.width;
		if (getChildLanes(element).length > 1 || size < NARROWEST) return {};
		const click = () => this.modeling.splitLane(element, 2);
		return { "lane-divide": entry("lane", "lane_divide", __("Divide into two lanes"), click) };
	}

	#delete(click = (_event, element) => this.modeling.removeElements([element])) {
		return { delete: entry("edit", "out", __("Take out"), click) };
	}
}
StepPad.$inject = [
	...["contextPad", "modeling", "connect", "create", "autoPlace", "popupMenu", "stepShapes"],
];

export const contextPad = { __init__: ["contextPadProvider"], contextPadProvider: ["type", StepPad] };
