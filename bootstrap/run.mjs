// usage: node bootstrap/run.mjs FILE.ts [ARGUMENT ...]
// Installs what is missing, then runs FILE under the pinned Node (the npm package node-<os>-<arch>); where that package does
// not exist for this system, the present Node serves if it is new enough to strip types.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { ensureInstalled, root } from "./install.mjs";

const code = await ensureInstalled();
if (code !== 0) process.exit(code);

const pinned = path.join(root, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
const major = Number(process.versions.node.split(".")[0]);
if (!fs.existsSync(pinned) && major < 24) {
  process.stderr.write(`Node 24 or newer is needed on ${process.platform}-${process.arch}; this is ${process.version}.\n`);
  process.exit(1);
}
const node = fs.existsSync(pinned) ? pinned : process.execPath;
const env = {
  ...process.env,
  PATH: path.dirname(node) + path.delimiter + process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, "node_modules", ".cache", "v8"),
};
const child = spawn(node, ["--disable-warning=ExperimentalWarning", ...process.argv.slice(2)], {
  stdio: "inherit",
  env,
  cwd: root,
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));

// npm passes SIGTERM only to its shell, and a killed npm tells nobody: stop the child when an ancestor is gone.
function ancestors() {
  const chain = [process.ppid];
  try {
    const stat = fs.readFileSync(`/proc/${process.ppid}/stat`, "utf8");
    chain.push(Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  } catch {}
  return chain.join();
}
const began = ancestors();
setInterval(() => ancestors() !== began && child.kill("SIGTERM"), 250).unref();

child.on("exit", (exitCode, signal) => {
  if (!signal) process.exit(exitCode ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
