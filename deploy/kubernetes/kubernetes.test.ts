import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { parseAllDocuments } from "yaml";
import { modules } from "../../apps/troad/modules.ts";
import { processEnv } from "../../kernel/process/env.ts";
import { callsOf, targets } from "../targets.ts";
import type { Manifest } from "./ports.ts";
import { type Deployment, faultsOf, isDeployment } from "./rules.ts";

const overlays = ["laptop", "government", "public-cloud"] as const;
const isKubectlHere = spawnSync("kubectl", ["version", "--client"]).status === 0;
const skip = isKubectlHere ? false : "needs kubectl: apt-get install kubernetes-client";
const secrets = new Set(
  [processEnv, ...modules.map(({ env = {} }) => env)]
    .flatMap((rules) => Object.entries(rules))
    .filter(([name, { secret }]) => secret === true || /(SECRET|PASSWORD)$/.test(name))
    .map(([name]) => name),
);

type Model = new (of: object) => { validate(): void };
/** Throws where the schema of its kind refuses an object. */
async function validate(one: Manifest): Promise<void> {
  const [group, version] = one.apiVersion.includes("/") ? one.apiVersion.split("/") : ["", one.apiVersion];
  const address = ["kubernetes-models", group, version, one.kind].filter(Boolean).join("/");
  const { [one.kind]: Of } = (await import(address)) as Record<string, Model>;
  new Of!(one).validate();
}

function rendered(overlay: string): Manifest[] {
  const done = spawnSync("kubectl", ["kustomize", path.join(import.meta.dirname, "overlays", overlay)], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  return parseAllDocuments(done.stdout).map((one) => one.toJS() as Manifest);
}

test("every overlay renders to objects that the schemas of Kubernetes accept and that keep the rules of this house", { skip }, async () => {
  for (const overlay of overlays) {
    const objects = rendered(overlay);
    for (const one of objects)
      await assert.doesNotReject(validate(one), `${overlay}: ${one.kind} ${String(one.metadata.name)}`);
    assert.deepEqual(faultsOf(objects, secrets), [], overlay);
    const running = objects.filter(isDeployment).map(({ metadata }) => metadata.name);
    const allowed = targets.filter(({ publicCloud }) => overlay !== "public-cloud" || publicCloud).map(({ name }) => name);
    assert.deepEqual(running.toSorted(), allowed.toSorted(), overlay);
  }
});

test("each rule finds what breaks it", { skip }, async () => {
  const objects = rendered("government");
  const broken = (change: (one: Deployment) => void, also: (all: Manifest[]) => Manifest[] = (all) => all): string[] => {
    const copy = structuredClone(objects);
    change(copy.find((one): one is Deployment => isDeployment(one) && one.metadata.name === "eid")!);
    return faultsOf(also(copy), secrets);
  };
  const bent = structuredClone(objects.find(isDeployment)!) as { spec: { replicas: unknown } } & Manifest;
  bent.spec.replicas = "two";
  await assert.rejects(validate(bent), /replicas/);
  const container = (one: Deployment) => one.spec.template.spec.containers[0]!;
  const found = (faults: string[], words: RegExp): void => {
    assert.ok(faults.length === 1 && words.test(faults[0]!), `${words}: ${faults.join("; ")}`);
  };
  for (const image of ["registry.example/troad", "registry.example/troad:latest", "registry.example:5000/troad"])
    found(broken((one) => Object.assign(container(one), { image })), /has no version/);
  found(broken((one) => delete container(one).resources!.limits!.memory), /requests or limits/);
  found(broken((one) => Object.assign(container(one).securityContext!, { readOnlyRootFilesystem: false })), /write to its root/);
  found(broken((one) => Object.assign(container(one).securityContext!.capabilities!, { add: ["NET_ADMIN"] })), /capabilities/);
  found(broken((one) => delete container(one).readinessProbe), /probe/);
  found(broken((one) => delete container(one).lifecycle), /pause/);
  found(broken((one) => Object.assign(one.spec.template.spec, { hostNetwork: true })), /host's namespaces/);
  found(broken((one) => container(one).env!.push({ name: "DATABASE_URL", value: "postgresql://me:pw@db/x" })), /DATABASE_URL stands/);
  const without = (kind: string, name: string) => (all: Manifest[]) =>
    all.filter((one) => !(one.kind === kind && one.metadata.name === name));
  found(broken(() => undefined, without("NetworkPolicy", "eid")), /no egress rule/);
  found(broken(() => undefined, without("NetworkPolicy", "nothing-else")), /forbids/);
  found(broken(() => undefined, without("PodDisruptionBudget", "eid")), /disruption budget/);
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "troad" } };
  found(broken(() => undefined, (all) => [...all, secret]), /secrets are made/);
});

test("a target calls what its modules need and nothing else, and each module but the demonstration's runs somewhere", () => {
  const calls = (of: string) =>
    callsOf(targets.find(({ name }) => name === of)!, modules)
      .map(({ name }) => name)
      .toSorted();
  assert.deepEqual(calls("trust"), []);
  assert.deepEqual(calls("calculators"), ["citizen"]);
  assert.ok(calls("eid").includes("trust") && calls("eid").includes("citizen") && !calls("eid").includes("opendata"), String(calls("eid")));
  const placed = targets.flatMap((one) => one.modules);
  assert.deepEqual(placed.toSorted(), modules.map(({ name }) => name).filter((name) => name !== "demo").toSorted());
});
