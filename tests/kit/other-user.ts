import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { embeddedBinaries } from "../../kernel/db/embedded-files.ts";

/** Another user of the machine (daemon), whom only root can become. */
export const stranger = 1;
/** Why a test of this kind cannot run here; false where it can. Run `sudo npm test -- attacks-installation` to run them. */
export const needsRoot: string | false =
  process.getuid?.() !== 0
    ? "needs root, which alone can act as another user: sudo npm test -- attacks-installation"
    : spawnSync("setpriv", ["--version"]).status !== 0 && "needs the tool setpriv";

export const as = (uid: number, command: string, ...args: string[]): [string, string[]] => [
  "setpriv",
  [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", command, ...args],
];

/** Makes a folder of the stranger's. */
export function strangersFolder(folder: string, mode = 0o755): string {
  fs.mkdirSync(folder, { mode });
  fs.chmodSync(folder, mode);
  fs.chownSync(folder, stranger, stranger);
  return folder;
}

/** A real PostgreSQL of the stranger's that lets everybody in, on a socket in `folder`. */
export async function squat(folder: string, data: string): Promise<() => void> {
  const bin = path.join(embeddedBinaries()!, "bin");
  strangersFolder(data, 0o700);
  const made = spawnSync(...as(stranger, path.join(bin, "initdb"), "-D", data, "-U", "postgres", "--auth=trust"), {
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(made.stderr);
  const words = ["-D", data, "-c", "listen_addresses=", "-c", `unix_socket_directories=${folder}`];
  const child = spawn(...as(stranger, path.join(bin, "postgres"), ...words), { stdio: "ignore" });
  while (!fs.existsSync(path.join(folder, ".s.PGSQL.5432"))) await sleep(20);
  await sleep(300);
  return () => child.kill("SIGQUIT");
}

/** The socket folder of older versions, which anybody could work out. */
export const guessable = (dataDir: string): string =>
  `/tmp/troad-pg-${createHash("sha256").update(path.resolve(dataDir)).digest("hex").slice(0, 12)}`;

/** What the server says first to a user of the machine who asks to be `postgres`: "in", or why not. */
export function knock(uid: number, socket: string): string {
  const script = `
    const socket = require("node:net").connect(${JSON.stringify(socket)});
    const words = Buffer.from("user\\0postgres\\0database\\0postgres\\0\\0");
    const head = Buffer.alloc(8);
    head.writeInt32BE(8 + words.length, 0);
    head.writeInt32BE(196608, 4);
    socket.on("connect", () => socket.write(Buffer.concat([head, words])));
    socket.on("error", (error) => { console.log(error.code); process.exit(); });
    socket.once("data", (answer) => {
      console.log(answer[0] === 82 && answer.readInt32BE(5) === 0 ? "in" : answer.toString());
      process.exit();
    });`;
  const done = spawnSync(...as(uid, process.execPath, "-e", script), { encoding: "utf8", cwd: "/" });
  if (done.status !== 0) throw new Error(`${done.error?.message ?? ""}${done.stderr}`);
  return done.stdout.trim();
}
