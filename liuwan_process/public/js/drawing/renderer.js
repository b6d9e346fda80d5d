// Steps in the colours of the published drawing, refusals in red; what a shape looks like is left to bpmn-js.
import BaseRenderer from "diagram-js/lib/draw/BaseRenderer";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { decisionOf, kindOf, REFUSE, STEPS } from "./kinds";

const BEFORE_BPMN = 1500;

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
		const { fill, stroke } = STEPS[kindOf(element)];
		return this.bpmnRenderer.drawShape(parent, element, { fill, stroke });
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
