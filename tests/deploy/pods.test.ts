import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { Manifest } from "../../deploy/kubernetes/ports.ts";
import { targets } from "../../deploy/targets.ts";
import { issuePeerCertificate, systemClock } from "../../kernel/index.ts";
import { root } from "../kit/government.ts";
import { patient } from "../kit/patience.ts";
import { operatorsDatabase } from "./database.ts";
import { machinesUnusable } from "./machine.ts";
import { openNetwork } from "./network.ts";
import { deployments, Pod, rendered } from "./pods.ts";

const unusable = spawnSync("kubectl", ["version", "--client"]).status === 0 ? machinesUnusable() : "needs kubectl (see .ci/run)";
const stops: (() => unknown)[] = [];
after(async () => {
  for (const stop of stops.reverse()) await stop();
});

test("the Deployments of an overlay run as they are written, each in namespaces of its own; a person signs in and applies", {
  skip: unusable ?? false,
}, async () => {
  const folder = fs.mkdtempSync("/var/tmp/troad-pods-");
  fs.chmodSync(folder, 0o755);
  stops.push(() => fs.rmSync(folder, { recursive: true, force: true }));
  if (!fs.existsSync("/data")) {
    fs.mkdirSync("/data");
    stops.push(() => fs.rmdirSync("/data"));
  }
  const database = await operatorsDatabase(path.join(folder, "database"));
  stops.push(database.stop);
  for (let at = database.socketDir; at.startsWith("/var/tmp/"); at = path.dirname(at)) fs.chmodSync(at, 0o755);
  const network = openNetwork();
  stops.push(() => network.close());
  await network.ready();
  const objects = rendered("laptop");
  const found = deployments(objects);
  const names = new Map(found.map(({ metadata }, at) => [metadata.name, `10.77.0.${10 + at}`]));
  names.set("edge", "10.77.0.254");
  const configMaps = new Map(
    objects.flatMap((one) =>
      one.kind === "ConfigMap" ? [[String(one.metadata.name), one.data as Record<string, string>] as const] : [],
    ),
  );
  const pods = found.map(
    (one) =>
      new Pod(one, {
        network,
        names,
        configMaps,
        secrets: { "database-url": database.url(database.socketDir), "portal-client-secret": "s".repeat(40) },
        folder,
        shared: [database.socketDir],
      }),
  );
  for (const { name, modules: own } of targets)
    await issuePeerCertificate({
      authority: path.join(folder, "authority"),
      folder: path.join(folder, name, "peer"),
      modules: [...own],
      agencies: [],
      clock: systemClock,
      hosts: [name],
    });
  for (const { name } of targets) asSecret(path.join(folder, name, "peer"));
  openEdge(folder, network, names, objects);
  for (const pod of pods) {
    await pod.start();
    stops.push(() => pod.kill());
  }
  const limit = Date.now() + patient(150_000);
  for (const pod of pods)
    while (!pod.isReady()) {
      assert.ok(
        pod.restarts < 5 && Date.now() < limit,
        `${pod.name}: ended ${pod.restarts} times\n${fs.readFileSync(pod.log, "utf8").slice(-3000)}`,
      );
      await wait(500);
    }
  // the person's card lies on the volume of the eID's pod, which the files name by its place in the pod
  const script = 'mount --bind "$1/citizen/etc/hosts" /etc/hosts && mount --bind "$1/eid/data" /data && shift && exec "$@"';
  const program = [
    process.execPath,
    "--disable-warning=ExperimentalWarning",
    path.join(root, "tests/deploy/pods-journey-main.ts"),
  ];
  const inNetwork = ["-t", String(network.pid), "-n", "unshare", "-m", "sh", "-c", script, "sh", folder];
  const journey = spawnSync("nsenter", [...inNetwork, ...program, "/data"], { encoding: "utf8", timeout: patient(90_000) });
  assert.equal(journey.status, 0, journey.stdout + journey.stderr);
  // in their order, the last begun first; each goes on for the pause and then ends by itself
  const codes = await Promise.all(pods.map((pod) => pod.stop()));
  assert.deepEqual(
    codes,
    pods.map(() => 0),
  );
});

/** As a mounted secret is: read by the pod's group alone. */
function asSecret(folder: string): void {
  fs.chmodSync(folder, 0o755);
  for (const name of fs.readdirSync(folder)) {
    fs.chownSync(path.join(folder, name), 0, 10_001);
    fs.chmodSync(path.join(folder, name), 0o440);
  }
}

type Rules = { spec: { rules: { http: { paths: { path: string; backend: { service: { name: string } } }[] } }[] } };

/** The ingress controller: HAProxy with the paths of the rendered Ingress, each prefix as Kubernetes compares it. */
function openEdge(
  folder: string,
  network: ReturnType<typeof openNetwork>,
  names: ReadonlyMap<string, string>,
  objects: readonly Manifest[],
): void {
  const ingress = objects.find(({ kind }) => kind === "Ingress") as unknown as Rules;
  const paths = ingress.spec.rules.flatMap(({ http }) => http.paths);
  const ways = paths
    .toSorted((one, other) => other.path.length - one.path.length)
    .map(({ path: prefix, backend: { service } }) =>
      prefix === "/"
        ? `  default_backend ${service.name}`
        : `  use_backend ${service.name} if { path ${prefix} } || { path_beg ${prefix}/ }`,
    );
  const backends = [...names].flatMap(([name, address]) =>
    name === "edge" ? [] : [`backend ${name}\n  server ${name} ${address}:8080`],
  );
  const text = `global
  maxconn 200
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend edge
  bind 10.77.0.254:80
${ways.join("\n")}
${backends.join("\n")}
`;
  const file = path.join(folder, "edge.cfg");
  fs.writeFileSync(file, text);
  const child = spawn("nsenter", ["-t", String(network.pid), "-n", "haproxy", "-f", file], { stdio: "ignore" });
  stops.push(() => child.kill("SIGKILL"));
}
