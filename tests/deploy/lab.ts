import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { writeContent } from "../../bench/road/government.ts";
import { root } from "../kit/government.ts";
import { askerPort, echoPort, exchangeService, origin } from "./kinds.ts";
import { Machine } from "./machine.ts";
import { type Network, openNetwork, run } from "./network.ts";

const deploy = path.join(root, "deploy", "machines");
const names = ["one", "two", "three"] as const;
const addressOf = (at: number): string => `10.77.0.${at + 1}`;

export type Lab = {
  network: Network;
  machines: Machine[];
  folder: string;
  /** The certificate of the authority that signed the one of the edge. */
  ca: string;
  /** Writes what an operator writes on a machine. */
  configure(machine: number): (etc: string) => void;
  /** The name of the machine whose PostgreSQL leads, as Patroni says. */
  leader(): string | undefined;
  close(): void;
};

/** Three machines on one network, turned off. `settings` are added to the environment of the platform. */
export async function openLab(folder: string, settings: Record<string, string>): Promise<Lab> {
  const network = openNetwork();
  await network.ready();
  const tls = certificates(path.join(folder, "tls"));
  const secret = (): string => randomBytes(18).toString("base64url");
  const [superuser, replication, rewind, own] = [secret(), secret(), secret(), secret()];
  const machines = names.map((name, at) => new Machine(name, addressOf(at), path.join(folder, name), network));
  const lines = (values: Record<string, string>): string =>
    `${Object.entries(values)
      .map(([key, value]) => `${key}=${value}`)
      .join("\n")}\n`;
  const configure = (at: number) => (etc: string) => {
    for (const file of ["haproxy.cfg", "maintenance.http", "patroni.yml"])
      fs.copyFileSync(path.join(deploy, file), path.join(etc, file));
    const put = (file: string, values: Record<string, string>): void =>
      fs.writeFileSync(path.join(etc, file), lines(values), { mode: 0o640 });
    put("machine.env", {
      TROAD_MACHINE: names[at]!,
      TROAD_ADDRESS: addressOf(at),
      TROAD_ONE: addressOf(0),
      TROAD_TWO: addressOf(1),
      TROAD_THREE: addressOf(2),
      TROAD_NETWORK: "10.77.0.0/24",
      TROAD_MAINTENANCE: "off",
    });
    put("postgres.env", {
      PATRONI_SUPERUSER_USERNAME: "postgres",
      PATRONI_SUPERUSER_PASSWORD: superuser,
      PATRONI_REPLICATION_USERNAME: "replicator",
      PATRONI_REPLICATION_PASSWORD: replication,
      PATRONI_REWIND_USERNAME: "rewinder",
      PATRONI_REWIND_PASSWORD: rewind,
    });
    put("database.env", { DATABASE_URL: `postgresql://troad:${own}@127.0.0.1:5000/troad` });
    const example = fs.readFileSync(path.join(deploy, "troad.env.example"), "utf8");
    const written = Object.fromEntries(
      example
        .split("\n")
        .filter((line) => /^\w+=/.test(line))
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    put("troad.env", {
      ...written,
      PUBLIC_ORIGIN: origin,
      TROAD_CONTENT: "/opt/troad/content:/etc/troad/content",
      ROAD_PORTS: `asker=${askerPort}:5500,teller=5581:5501`,
      ROAD_CONSUMER_BIND: addressOf(at),
      ROAD_CONSUMER_HOST: addressOf(at),
      TRUSTED_PROXIES: "10.77.0.0/24",
      NODE_EXTRA_CA_CERTS: "/etc/troad/tls/ca.pem",
      ...settings,
    });
    writeContent(path.join(etc, "content"), [{ service: exchangeService, url: `http://127.0.0.1:${echoPort}` }]);
    fs.cpSync(tls, path.join(etc, "tls"), { recursive: true });
    run("chgrp", ["-R", "haproxy", path.join(etc, "tls")]);
    fs.writeFileSync(path.join(etc, "..", "hosts"), "127.0.0.1 localhost troad.test\n");
  };
  const statusOf = (address: string): string =>
    run("nsenter", [
      "-t",
      String(network.pid),
      "-n",
      "curl",
      "-s",
      "-o",
      "/dev/null",
      "-m",
      "2",
      "-w",
      "%{http_code}",
      `http://${address}:8008/primary`,
    ]);
  const leader = (): string | undefined =>
    machines.find(({ address }) => {
      try {
        return statusOf(address) === "200";
      } catch {
        return false;
      }
    })?.name;
  return {
    network,
    machines,
    folder,
    ca: path.join(tls, "ca.pem"),
    configure,
    leader,
    close: () => {
      for (const machine of machines) machine.powerOff();
      network.close();
    },
  };

  /** A name of its own for the edge, signed by an authority that the machines know. */
  function certificates(place: string): string {
    fs.mkdirSync(place, { recursive: true });
    const file = (name: string): string => path.join(place, name);
    const subject = ["-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
    run("openssl", [
      "req",
      "-x509",
      ...subject,
      "-keyout",
      file("ca.key"),
      "-out",
      file("ca.pem"),
      "-days",
      "3",
      "-subj",
      "/CN=lab",
    ]);
    const extension = ["-addext", "subjectAltName=DNS:troad.test", "-addext", "basicConstraints=CA:FALSE"];
    const issuer = ["-CA", file("ca.pem"), "-CAkey", file("ca.key")];
    run("openssl", [
      "req",
      "-x509",
      ...subject,
      ...issuer,
      ...extension,
      "-keyout",
      file("edge.key"),
      "-out",
      file("edge.pem"),
      "-days",
      "3",
      "-subj",
      "/CN=troad.test",
    ]);
    fs.writeFileSync(
      file("public.pem"),
      `${fs.readFileSync(file("edge.pem"), "utf8")}${fs.readFileSync(file("edge.key"), "utf8")}`,
    );
    for (const name of ["ca.key", "edge.key", "edge.pem"]) fs.rmSync(file(name));
    run("chmod", ["640", file("public.pem")]);
    return place;
  }
}

/** The first start of everything: etcd on all, PostgreSQL on all, the role and the database of the platform. */
export async function startDatabase({ machines, leader, folder }: Lab, configure: Lab["configure"]): Promise<void> {
  for (const [at, machine] of machines.entries()) {
    await machine.boot(configure(at));
    machine.start("troad-etcd");
  }
  for (const machine of machines) {
    machine.start("troad-haproxy");
    machine.start("troad-patroni");
  }
  const first = await until(() => machines.find(({ name }) => name === leader()), "a leader", 60);
  const read = (file: string): string => fs.readFileSync(path.join(folder, "one", "etc", "troad", file), "utf8");
  const superuser = /SUPERUSER_PASSWORD=(.*)/.exec(read("postgres.env"))![1]!;
  const own = /troad:(.*)@/.exec(read("database.env"))![1]!;
  const psql = (...statements: string[]): string =>
    first.inside(
      "env",
      `PGPASSWORD=${superuser}`,
      "psql",
      "-h",
      first.address,
      "-U",
      "postgres",
      "-v",
      "ON_ERROR_STOP=1",
      "-qAt",
      ...statements.flatMap((one) => ["-c", one]),
    );
  psql(`create role troad login createrole password '${own}'`, "create database troad owner troad");
}

export const psql = ({ machines, leader, folder }: Lab, statement: string): string => {
  const at = machines.find(({ name }) => name === leader())!;
  const secrets = fs.readFileSync(path.join(folder, at.name, "etc", "troad", "postgres.env"), "utf8");
  const password = /SUPERUSER_PASSWORD=(.*)/.exec(secrets)![1]!;
  return at
    .inside("env", `PGPASSWORD=${password}`, "psql", "-h", at.address, "-U", "postgres", "-qAt", "troad", "-c", statement)
    .trim();
};

/** How many standbys have all that the leader has acknowledged. */
export function standbys(lab: Lab): number {
  try {
    return Number(psql(lab, "select count(*) from pg_stat_replication where sync_state in ('sync', 'quorum')"));
  } catch {
    return 0;
  }
}

/** Questions to the tax bureau that were submitted: what they say is encrypted. */
export const submittedCases = (lab: Lab): { id: string; subject: string }[] =>
  psql(lab, "select id, subject from cases.case_index where service = 'tax-question' and state <> 'draft'")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("|"))
    .map(([id = "", subject = ""]) => ({ id, subject }));

/** How often the information system was called for each exchange, on all machines that still have their disk. */
export function callsById(lab: Lab): Map<string, number> {
  const calls = new Map<string, number>();
  for (const { disk } of lab.machines) {
    const file = path.join(disk, "calls");
    if (!fs.existsSync(file)) continue;
    for (const id of fs.readFileSync(file, "utf8").split("\n").filter(Boolean)) calls.set(id, (calls.get(id) ?? 0) + 1);
  }
  return calls;
}

/** A machine without anything takes the place of one that is gone: a new member of etcd, a new copy of the database. */
export async function putBack(lab: Lab, gone: Machine): Promise<void> {
  const at = lab.machines.indexOf(gone);
  const other = lab.machines.find((one) => one !== gone)!;
  const etcdctl = (...args: string[]): string => other.inside("env", "ETCDCTL_API=3", "etcdctl", ...args);
  const member = etcdctl("member", "list")
    .split("\n")
    .find((line) => line.includes(`http://${gone.address}:2380`))!;
  etcdctl("member", "remove", member.split(",")[0]!);
  etcdctl("member", "add", gone.name, `--peer-urls=http://${gone.address}:2380`);
  await gone.boot((etc) => {
    lab.configure(at)(etc);
    fs.writeFileSync(path.join(etc, "etcd.env"), "ETCD_INITIAL_CLUSTER_STATE=existing\n");
  });
  for (const service of ["troad-etcd", "troad-haproxy", "troad-patroni"]) gone.start(service);
}

export async function until<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  seconds: number,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not in ${seconds} s: ${what}`);
    await wait(100);
  }
}

/** Whether the platform on a machine says that it is ready. */
export function isReady({ network }: Lab, machine: Machine): boolean {
  try {
    const url = `http://${machine.address}:8080/readyz`;
    return network.inside("curl", "-s", "-o", "/dev/null", "-m", "2", "-w", "%{http_code}", url) === "200";
  } catch {
    return false;
  }
}
