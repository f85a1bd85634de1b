import fs from "node:fs";

/** What a systemd unit says of its service, as far as these tests do it. The sandbox is systemd's: `systemd-analyze security` looks at it. */
export type Unit = {
  name: string;
  user: string;
  group: string;
  env: Record<string, string>;
  before: string[][];
  command: string[];
  reload: string[] | undefined;
  folder: string;
  stateFolders: string[];
  stateMode: string;
  runtimeFolders: string[];
  killSignal: NodeJS.Signals;
  killMode: "control-group" | "process" | "mixed";
  stopSeconds: number;
  restarts: boolean;
  restartSeconds: number;
  umask: string;
  capabilities: string[];
};

/** `read` gives the content of a file as the machine has it. Throws for a line that these tests would not do as systemd does. */
export function readUnit(name: string, file: string, read: (place: string) => string | undefined): Unit {
  const lines = fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.includes("=") && !line.startsWith("#"))
    .map((line): [string, string] => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1).trim()]);
  const all = (key: string): string[] => lines.filter(([one]) => one === key).map(([, value]) => value);
  const last = (key: string, otherwise: string): string => all(key).at(-1) ?? otherwise;
  const env = environment(all("Environment"), all("EnvironmentFile"), read);
  const expand = (line: string): string[] =>
    line.split(/\s+/).map((word) =>
      word.replace(/\$\{(\w+)\}/g, (_, key: string) => {
        const value = env[key];
        if (value === undefined) throw new Error(`${name}: ${key} is in no environment file`);
        return value;
      }),
    );
  const folders = (key: string): string[] => last(key, "").split(/\s+/).filter(Boolean);
  const reload = all("ExecReload").at(-1);
  return {
    name,
    user: last("User", "root"),
    group: last("Group", last("User", "root")),
    env,
    before: all("ExecStartPre").map(expand),
    command: expand(last("ExecStart", "")),
    reload: reload?.split(/\s+/),
    folder: last("WorkingDirectory", "/"),
    stateFolders: folders("StateDirectory"),
    stateMode: last("StateDirectoryMode", "0755"),
    runtimeFolders: folders("RuntimeDirectory"),
    killSignal: last("KillSignal", "SIGTERM") as NodeJS.Signals,
    killMode: last("KillMode", "control-group") as Unit["killMode"],
    stopSeconds: Number(last("TimeoutStopSec", "90")),
    restarts: last("Restart", "no") === "always",
    restartSeconds: Number(last("RestartSec", "0.1")),
    umask: last("UMask", "0022"),
    capabilities: folders("AmbientCapabilities").map((one) => one.replace(/^CAP_/, "").toLowerCase()),
  };
}

function environment(own: string[], files: string[], read: (place: string) => string | undefined): Record<string, string> {
  const env: Record<string, string> = {};
  const take = (line: string): void => {
    const at = line.indexOf("=");
    if (at > 0 && !line.startsWith("#")) env[line.slice(0, at)] = line.slice(at + 1);
  };
  for (const line of own) take(line);
  for (const file of files) {
    const text = read(file.replace(/^-/, ""));
    if (text === undefined && !file.startsWith("-")) throw new Error(`${file} is missing on the machine`);
    for (const line of (text ?? "").split("\n")) take(line);
  }
  return env;
}
