// The editor of a process's drawing: bpmn-js with nothing but what a process can keep. Loaded when it is opened.
import Modeler from "bpmn-js/lib/Modeler";
import { changeMenu } from "./change_menu";
import { contextPad } from "./context_pad";
import notes from "./notes.json";
import { palette } from "./palette";
import { renderer } from "./renderer";
import { shapes } from "./shapes";
import { words } from "./words";

frappe.provide("liuwan");

liuwan.new_drawing = (container) =>
	new Modeler({
		container,
		additionalModules: [shapes, renderer, palette, contextPad, changeMenu, words],
		moddleExtensions: { liuwan: notes },
	});
