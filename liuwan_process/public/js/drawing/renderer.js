// Steps in the colours of the published drawing, refusals in red; what a shape looks like is left to bpmn-js.
import BaseRenderer from "diagram-js/lib/draw/BaseRenderer";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { decisionOf, kindOf, REFUSE, STEPS } from "./kinds";

const BEFORE_BPMN = 1500;

// On the upper right, beside the clock of a limit, so that colour alone does not tell an approval.
function tick(width, stroke) {
	const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
	path.setAttribute("d", `M${width - 36} 12l4 4l8-9`);
	Object.assign(path.style, { fill: "none", stroke, strokeWidth: "2px", strokeLinecap: "round" });
	return path;
}

class KindRenderer extends BaseRenderer {
	constructor(eventBus, bpmnRenderer) {
		super(eventBus, BEFORE_BPMN);
		this.bpmnRenderer = bpmnRenderer;
	}

	canRender(element) {
		if (element.labelTarget) return false;
		if (is(element, "bpmn:SequenceFlow")) return decisionOf(element) === "refuse";
		return kindOf(element) in STEPS;
	}

	drawShape(parent, element) {
		const kind = kindOf(element);
		const { fill, stroke } = STEPS[kind];
		const drawn = this.bpmnRenderer.drawShape(parent, element, { fill, stroke });
		if (kind === "approval") parent.append(tick(element.width, stroke));
		return drawn;
	}

	drawConnection(parent, flow) {
		return this.bpmnRenderer.drawConnection(parent, flow, { stroke: REFUSE });
	}

	getShapePath(element) {
		return this.bpmnRenderer.getShapePath(element);
	}
}
KindRenderer.$inject = ["eventBus", "bpmnRenderer"];

export const renderer = { __init__: ["kindRenderer"], kindRenderer: ["type", KindRenderer] };
