import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { root } from "../kit/government.ts";
import { below } from "../kit/processes.ts";
import { type Network, run } from "./network.ts";
import { readUnit, type Unit } from "./unit.ts";

const units = path.join(root, "deploy", "machines", "systemd");
/** A shell that is process 1 of a machine: it takes in what others leave, and does nothing else. */
const init = "trap : TERM; while :; do sleep 3600 & wait; done";

/** Why machines cannot be made here, or undefined. */
export function machinesUnusable(): string | undefined {
  const needed = ["haproxy", "patroni", "etcd", "nft", "ip"].filter((one) => spawnSync("which", [one]).status !== 0);
  if (needed.length > 0) return `not installed: ${needed.join(", ")} (see .ci/run)`;
  const probe =
    "mkdir -p $0/u $0/w && mount -t overlay o -o lowerdir=/etc,upperdir=$0/u,workdir=$0/w /etc && ip link add pa type veth peer name pb";
  const folder = fs.mkdtempSync("/tmp/troad-probe-");
  const done = spawnSync("unshare", ["-mnpuf", "--mount-proc", "sh", "-c", probe, folder], { encoding: "utf8" });
  fs.rmSync(folder, { recursive: true, force: true });
  return done.status === 0 ? undefined : `namespaces cannot be made: ${done.stderr.trim()}`;
}

type Service = { unit: Unit; child: ChildProcess; wanted: boolean; ended: Promise<unknown> };

/** One machine: network, mounts, processes and disk of its own. What runs in it is what its unit files say. */
export class Machine {
  readonly name: string;
  readonly address: string;
  /** Its disk: `etc` and `lib` are what differs from this machine's, `state` holds the folders of the services, `log` what they say. */
  readonly disk: string;
  /** A disk of its own for the database, so that it can be full. */
  databaseMegabytes: number | undefined;
  readonly #network: Network;
  readonly #services = new Map<string, Service>();
  #init: ChildProcess | undefined;
  #pid = 0;

  constructor(name: string, address: string, disk: string, network: Network) {
    this.name = name;
    this.address = address;
    this.disk = disk;
    this.#network = network;
  }

  /** Turns it on, with the disk as it is; `configure` writes what is missing in `etc/troad`. */
  async boot(configure: (etc: string) => void): Promise<void> {
    for (const folder of ["etc", "etc-work", "lib", "lib-work", "log"])
      fs.mkdirSync(path.join(this.disk, folder), { recursive: true });
    const etc = path.join(this.disk, "etc", "troad");
    if (!fs.existsSync(etc)) {
      fs.mkdirSync(etc, { recursive: true });
      configure(etc);
    }
    const { disk } = this;
    const image = path.join(disk, "postgres.img");
    const isLimited = this.databaseMegabytes !== undefined;
    if (isLimited && !fs.existsSync(image)) {
      fs.writeFileSync(image, "");
      fs.truncateSync(image, this.databaseMegabytes! * 1024 * 1024);
      run("mkfs.ext4", ["-q", "-F", image]);
    }
    const script = `set -e
      mount --make-rprivate /
      mount -t overlay etc -o lowerdir=/etc,upperdir=${disk}/etc,workdir=${disk}/etc-work /etc
      mount -t overlay lib -o lowerdir=/var/lib,upperdir=${disk}/lib,workdir=${disk}/lib-work /var/lib
      for state in troad troad-etcd troad-postgres; do
        mkdir -p ${disk}/state/$state /var/lib/$state
        ${isLimited ? `if [ $state = troad-postgres ]; then mount -o loop ${image} ${disk}/state/$state; fi` : ""}
        mount --bind ${disk}/state/$state /var/lib/$state
      done
      mount -t tmpfs run /run
      mount -t tmpfs opt /opt
      mkdir /opt/troad
      mount --bind -o ro ${root} /opt/troad
      hostname ${this.name}
      getent passwd troad >/dev/null || useradd --system --no-create-home --home-dir /var/lib/troad troad
      echo up
      ${init}`;
    this.#init = spawn("unshare", ["-mnpuf", "--mount-proc", "bash", "-c", script], { stdio: ["ignore", "pipe", "inherit"] });
    const [said] = (await once(this.#init.stdout!, "data")) as [Buffer];
    if (said.toString().trim() !== "up") throw new Error(`${this.name}: ${said.toString()}`);
    this.#pid = below(this.#init.pid!)[0]!;
    const link = `to-${this.name}`;
    this.#network.inside("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", String(this.#pid));
    this.#network.inside("ip", "link", "set", link, "master", "lab", "up");
    this.inside("ip", "link", "set", "lo", "up");
    this.inside("ip", "addr", "add", `${this.address}/24`, "dev", "eth0");
    this.inside("ip", "link", "set", "eth0", "up");
  }

  /** Runs a command in it, as root. */
  inside(...command: string[]): string {
    return run("nsenter", ["-t", String(this.#pid), "-m", "-n", "-p", "-u", ...command]);
  }

  /** Runs what is no service of the platform, until the machine is off. */
  background(...command: string[]): void {
    const log = fs.openSync(path.join(this.disk, "log", "others.log"), "a");
    spawn("nsenter", ["-t", String(this.#pid), "-m", "-n", "-p", "-u", ...command], { stdio: ["ignore", log, log] });
    fs.closeSync(log);
  }

  start(name: string): void {
    const unit = this.#unit(name);
    for (const folder of unit.stateFolders) this.#folder(`/var/lib/${folder}`, unit.stateMode, unit);
    for (const folder of unit.runtimeFolders) this.#folder(`/run/${folder}`, "0755", unit);
    for (const command of unit.before) this.inside("env", ...assignments(unit), ...command);
    this.#launch(unit);
  }

  /** Runs the platform's command as its service would, with its user and its settings. */
  troad(...args: string[]): string {
    const unit = this.#unit("troad");
    for (const folder of unit.stateFolders) this.#folder(`/var/lib/${folder}`, unit.stateMode, unit);
    const at = unit.command.indexOf("serve");
    const command = [...unit.command.slice(0, at), ...args];
    return this.inside(
      "setpriv",
      `--reuid=${unit.user}`,
      `--regid=${unit.group}`,
      "--init-groups",
      "env",
      ...assignments(unit),
      ...command,
    );
  }

  #unit(name: string): Unit {
    const read = (place: string): string | undefined => {
      const file = path.join(this.disk, place);
      return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
    };
    return readUnit(name, path.join(units, `${name}.service`), read);
  }

  #folder(folder: string, mode: string, { user, group }: Unit): void {
    this.inside("install", "-d", "-m", mode, "-o", user, "-g", group, folder);
  }

  #launch(unit: Unit): void {
    const capabilities = unit.capabilities.flatMap((one) => [`--inh-caps=+${one}`, `--ambient-caps=+${one}`]);
    const shell = `umask ${unit.umask}; cd ${unit.folder}; exec "$@"`;
    const command = [
      ...["setpriv", `--reuid=${unit.user}`, `--regid=${unit.group}`, "--init-groups", "--no-new-privs", ...capabilities],
      ...[
        "env",
        "-i",
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG=C.UTF-8",
        ...assignments(unit),
        "sh",
        "-c",
        shell,
        "sh",
        ...unit.command,
      ],
    ];
    const log = fs.openSync(path.join(this.disk, "log", `${unit.name}.log`), "a");
    const child = spawn("nsenter", ["-t", String(this.#pid), "-m", "-n", "-p", "-u", ...command], {
      stdio: ["ignore", log, log],
    });
    fs.closeSync(log);
    const service: Service = { unit, child, wanted: true, ended: once(child, "exit") };
    this.#services.set(unit.name, service);
    child.once("exit", () => {
      if (service.wanted && unit.restarts && this.#pid > 0)
        setTimeout(() => {
          if (service.wanted && this.#services.get(unit.name) === service) this.#launch(unit);
        }, unit.restartSeconds * 1000);
    });
  }

  async reload(name: string): Promise<void> {
    const { unit } = this.#services.get(name)!;
    if (!unit.reload) throw new Error(`${name} cannot be reloaded`);
    const command = unit.reload.map((word) => (word === "$MAINPID" ? String(this.innerPidOf(name)) : word));
    this.inside(...command);
  }

  /** The main process of a service, as processes of the machine know it. */
  innerPidOf(name: string): number {
    const status = fs.readFileSync(`/proc/${this.pidOf(name)}/status`, "utf8");
    return Number(/^NSpid:.*\s(\d+)$/m.exec(status)![1]);
  }

  /** Cuts what it hears from others, and still sends; or heals that. */
  deaf(isDeaf: boolean): void {
    if (isDeaf)
      this.inside(
        "nft",
        "add table inet cut; add chain inet cut in { type filter hook input priority 0 ; }; add rule inet cut in iif eth0 drop",
      );
    else this.inside("nft", "delete table inet cut");
  }

  /** The main process of a service, as the host knows it. */
  pidOf(name: string): number {
    const pid = below(this.#services.get(name)!.child.pid!)[0];
    if (pid === undefined) throw new Error(`${name} does not run on ${this.name}`);
    return pid;
  }

  signal(name: string, signal: NodeJS.Signals): void {
    process.kill(this.pidOf(name), signal);
    // nsenter stops with what it waits for, and does not go on by itself
    if (signal === "SIGCONT") this.#services.get(name)!.child.kill(signal);
  }

  /** As systemd stops it: the signal, the time that it has, then SIGKILL. */
  async stop(name: string): Promise<void> {
    const service = this.#services.get(name);
    if (!service) return;
    service.wanted = false;
    const { unit, child, ended } = service;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const main = this.pidOf(name);
    const all = [main, ...below(main)];
    for (const pid of unit.killMode === "control-group" ? all : [main]) send(pid, unit.killSignal);
    const isOver = await Promise.race([ended.then(() => true), wait(unit.stopSeconds * 1000, false)]);
    if (!isOver) for (const pid of all) send(pid, "SIGKILL");
    await ended;
  }

  /** Kills all of a service at once, and it does not come back by itself. */
  kill(name: string): void {
    const service = this.#services.get(name)!;
    service.wanted = false;
    const main = this.pidOf(name);
    for (const pid of [main, ...below(main)]) send(pid, "SIGKILL");
  }

  async restart(name: string): Promise<void> {
    await this.stop(name);
    this.start(name);
  }

  /** Cuts or heals its link to the others. */
  link(state: "up" | "down"): void {
    this.#network.inside("ip", "link", "set", `to-${this.name}`, state);
  }

  /** Fills the disk of its database to the last byte, or frees it. */
  fill(isFull: boolean): void {
    const file = "/var/lib/troad-postgres/filler";
    this.inside("sh", "-c", isFull ? `dd if=/dev/zero of=${file} bs=1M 2>/dev/null; sync; true` : `rm -f ${file}`);
  }

  /** As by a power cut. Its disk stays, unless it is taken away too. */
  powerOff(andDisk = false): void {
    for (const service of this.#services.values()) {
      service.wanted = false;
      service.child.kill("SIGKILL");
    }
    this.#services.clear();
    if (this.#pid > 0) send(this.#pid, "SIGKILL");
    this.#pid = 0;
    this.#init?.kill("SIGKILL");
    if (andDisk) fs.rmSync(this.disk, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  log(name: string): string {
    return fs.readFileSync(path.join(this.disk, "log", `${name}.log`), "utf8");
  }
}

const assignments = ({ env }: Unit): string[] => Object.entries(env).map(([key, value]) => `${key}=${value}`);

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
