// Where the apps of a bench and their files lie.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const here = path.dirname(fileURLToPath(import.meta.url));
export const bench = process.env.BENCH_PATH || path.resolve(here, "../bench");
export const assets = path.join(bench, "sites/assets");
export const modules = path.join(here, "node_modules");

export const allApps = fs
	.readFileSync(path.join(bench, "sites/apps.txt"), "utf8")
	.split(/\s+/)
	.filter(Boolean);

export const appRoot = (app) => path.join(bench, "apps", app);
export const publicFolder = (app) => path.join(appRoot(app), app, "public");

// where `import "package"` and `import "frappe/public/..."` are looked for
export const searchPaths = [
	modules,
	...allApps.map((app) => path.join(appRoot(app), "node_modules")),
	...allApps.map(appRoot),
].filter(fs.existsSync);

// Value of `--name value` or `--name=value` on the command line.
export function option(name) {
	const index = process.argv.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
	if (index < 0) return undefined;
	const [, value] = process.argv[index].split("=");
	return value ?? process.argv[index + 1];
}

export const flag = (name) => process.argv.includes(`--${name}`);
