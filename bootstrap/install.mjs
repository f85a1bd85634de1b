// Installs the packages when package.json or the lock file changed. Needs nothing but Node >= 18 and npm; safe against
// two starts at once and against interruption (the stamp is written last).
import { spawn } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stamp = path.join(root, "node_modules", ".troad-stamp");
const lock = path.join(root, ".install.lock");

function wanted() {
  const hash = crypto.createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const file of ["package.json", "package-lock.json"]) hash.update(fs.readFileSync(path.join(root, file)));
  return hash.digest("hex");
}

const installed = (want) => {
  try {
    return fs.readFileSync(stamp, "utf8") === want;
  } catch {
    return false;
  }
};

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

async function takeLock() {
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const holder = Number(fs.existsSync(lock) ? fs.readFileSync(lock, "utf8") : 0);
      if (!holder || !alive(holder)) fs.rmSync(lock, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

/** Optional packages that fail to download are skipped silently by npm: look for the ones this system cannot do without. */
function missing() {
  if (process.platform !== "linux") return [];
  return [`node-linux-${process.arch}/bin/node`].filter((file) => !fs.existsSync(path.join(root, "node_modules", file)));
}

function npmInstall() {
  const npm = process.env.npm_execpath; // the npm that called us; no look-up in PATH
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^npm_(lifecycle|package|command)/i.test(key)));
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const child = npm
    ? spawn(process.execPath, [npm, ...args], { cwd: root, stdio: ["ignore", 2, 2], env })
    : spawn("npm", args, { cwd: root, stdio: ["ignore", 2, 2], env, shell: process.platform === "win32" });
  const stop = () => child.kill("SIGTERM");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("exit", (code, signal) => {
      for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(name, stop);
      resolve(signal ? 1 : code);
    });
  });
}

/** Brings node_modules to what the lock file says; returns 0, or npm's exit code. */
export async function ensureInstalled() {
  const want = wanted();
  if (installed(want)) return 0;
  await takeLock();
  try {
    if (installed(want)) return 0;
    const began = Date.now();
    process.stderr.write("Installing packages (first start only) ...\n");
    fs.rmSync(stamp, { force: true });
    const code = await npmInstall();
    if (code !== 0) return code;
    const absent = missing();
    if (absent.length > 0) {
      process.stderr.write(`npm did not install: ${absent.join(", ")}. Check the registry and try again.\n`);
      return 1;
    }
    fs.writeFileSync(stamp, want);
    process.stderr.write(`Packages installed in ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
    return 0;
  } finally {
    fs.rmSync(lock, { force: true });
  }
}
