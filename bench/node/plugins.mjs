// What Frappe's sources need of esbuild beyond JavaScript: templates, Vue components, stylesheets.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import autoprefixer from "autoprefixer";
import esbuild from "esbuild";
import postcss from "postcss";
import rtlcss from "rtlcss";
import * as sass from "sass";
import { compileScript, compileStyleAsync, compileTemplate, parse } from "vue/compiler-sfc";
import { bench, searchPaths } from "./layout.mjs";

// `~package/file` in a stylesheet is looked for in every app's packages
function findTilde(url) {
	if (!url.startsWith("~")) return null;
	const candidates = searchPaths.map((folder) => path.join(folder, url.slice(1)));
	const found = candidates.find((file) => fs.existsSync(path.dirname(file)));
	return found ? pathToFileURL(found) : null;
}

const sassOptions = { loadPaths: searchPaths, quietDeps: true, importers: [{ findFileUrl: findTilde }] };

// /assets/... addresses are served by the site: they stay as they are
export const siteUrls = {
	name: "site-urls",
	setup(build) {
		build.onResolve({ filter: /^\/assets\// }, ({ path }) => ({ path, external: true }));
	},
};

// import "x.html"  ->  frappe.templates["x"] = "..."
export const htmlTemplates = {
	name: "html-templates",
	setup(build) {
		build.onLoad({ filter: /\.html$/ }, async ({ path: file }) => {
			// one template escapes its quotes, as if the text stood in a JavaScript literal
			const html = (await fs.promises.readFile(file, "utf8")).replace(/\\(['"])/g, "$1");
			const name = path.basename(file).split(".")[0];
			const contents = `frappe.templates[${JSON.stringify(name)}] = ${JSON.stringify(html)};`;
			return { contents, loader: "js" };
		});
	},
};

function vueScript(descriptor, id, compilerOptions) {
	if (!descriptor.script && !descriptor.scriptSetup) return "const _sfc = {};";
	const templateOptions = { compilerOptions };
	return compileScript(descriptor, { id, inlineTemplate: true, genDefaultAs: "_sfc", templateOptions })
		.content;
}

function vueTemplate(descriptor, id, filename, scoped, compilerOptions) {
	if (!descriptor.template || descriptor.scriptSetup) return "";
	const source = descriptor.template.content;
	const { code } = compileTemplate({ id, filename, source, scoped, compilerOptions });
	return `\n${code.replace("export function render", "function _render")}\n_sfc.render = _render;`;
}

async function vueStyles(descriptor, id, filename) {
	let css = "";
	for (const { lang, content, scoped } of descriptor.styles) {
		const url = pathToFileURL(filename);
		const source = lang === "scss" ? sass.compileString(content, { ...sassOptions, url }).css : content;
		const result = await compileStyleAsync({ id: `data-v-${id}`, filename, source, scoped });
		if (result.errors.length) throw result.errors[0];
		css += `${result.code}\n`;
	}
	return css;
}

// styles of a component are added to the page when its module runs
async function stylesAsScript(css, filename, minify) {
	if (!css.trim()) return "";
	const { outputFiles } = await esbuild.build({
		stdin: { contents: css, loader: "css", resolveDir: path.dirname(filename) },
		bundle: true,
		write: false,
		minify,
		nodePaths: searchPaths,
		plugins: [siteUrls],
		logLevel: "error",
	});
	return `\nfrappe.dom.set_style(${JSON.stringify(outputFiles[0].text)});`;
}

async function compileVue(filename, minify) {
	const { descriptor, errors } = parse(await fs.promises.readFile(filename, "utf8"), { filename });
	if (errors.length) return { errors: errors.map((error) => ({ text: error.message })) };
	const id = createHash("sha256").update(path.relative(bench, filename)).digest("hex").slice(0, 8);
	const scoped = descriptor.styles.some((style) => style.scoped);
	const compilerOptions = { scopeId: scoped ? `data-v-${id}` : undefined };
	const parts = [
		vueScript(descriptor, id, compilerOptions),
		vueTemplate(descriptor, id, filename, scoped, compilerOptions),
		scoped ? `\n_sfc.__scopeId = "data-v-${id}";` : "",
		await stylesAsScript(await vueStyles(descriptor, id, filename), filename, minify),
		"\nexport default _sfc;",
	];
	return { contents: parts.join(""), loader: "js", resolveDir: path.dirname(filename) };
}

export const vueComponents = (minify) => ({
	name: "vue-components",
	setup(build) {
		build.onLoad({ filter: /\.vue$/ }, ({ path: filename }) => compileVue(filename, minify));
	},
});

const compiled = new Map(); // the same source serves left-to-right and right-to-left

export const stylesheets = (rightToLeft) => ({
	name: "stylesheets",
	setup(build) {
		const steps = [...(rightToLeft ? [rtlcss()] : []), autoprefixer()];
		build.onLoad({ filter: /\.(scss|sass)$/ }, async ({ path: file }) => {
			if (!compiled.has(file)) compiled.set(file, sass.compile(file, sassOptions).css);
			const { css } = await postcss(steps).process(compiled.get(file), { from: file, map: false });
			return { contents: css, loader: "css", resolveDir: path.dirname(file) };
		});
	},
});
