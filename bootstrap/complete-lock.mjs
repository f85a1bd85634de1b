// usage: node bootstrap/complete-lock.mjs
// A registry mirror may lack the packages of other systems (darwin, musl, win32 ...). npm then leaves them out of the lock file and
// `npm ci` refuses it everywhere. This adds an entry for each optional dependency that the lock file names but does not hold; npm
// fetches it only on the system it is for. Run it after `npm install --package-lock-only` behind such a mirror.
import fs from "node:fs";
import path from "node:path";
import { root } from "./install.mjs";

const systems = {
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  openharmony: "openharmony",
  win32: "win32",
  windows: "win32",
  netbsd: "netbsd",
  openbsd: "openbsd",
  aix: "aix",
  sunos: "sunos",
};
const processors = ["arm64", "x64", "arm", "ia32", "ppc64", "riscv64", "s390x", "loong64", "mips64el", "wasm32"];

const file = path.join(root, "package-lock.json");
const lock = JSON.parse(fs.readFileSync(file, "utf8"));
let added = 0;
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] || !/^\d/.test(version)) continue;
    const words = name.split(/[/-]/);
    const os = words.map((word) => systems[word]).find(Boolean);
    const cpu = processors.find((one) => words.includes(one));
    if (!os && !cpu) continue;
    const libc = words.includes("musl") ? ["musl"] : undefined;
    lock.packages[place] = {
      version,
      ...(cpu ? { cpu: [cpu] } : {}),
      ...(entry.dev ? { dev: true } : {}),
      ...(libc ? { libc } : {}),
      optional: true,
      ...(os ? { os: [os] } : {}),
    };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} entries added\n`);
