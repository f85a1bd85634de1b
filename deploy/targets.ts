import type { ModuleManifest } from "@troad/kernel";

/**
 * The processes of a government, as Deployments and units run them. `most` is more than one where replicas share all they need through the database
 * and the volume. `publicCloud`: nothing of a person passes but a session that is asked of the portal.
 */
export type Target = {
  name: string;
  modules: readonly string[];
  replicas: { least: number; most: number };
  cpu: { asked: string; most: string };
  memoryMiB: { asked: number; most: number };
  publicCloud: boolean;
};

const small = { cpu: { asked: "100m", most: "1" }, memoryMiB: { asked: 256, most: 512 } };
const large = { cpu: { asked: "500m", most: "2" }, memoryMiB: { asked: 512, most: 1536 } };
const alone = { least: 1, most: 1 };
const several = { least: 2, most: 6 };

export const targets: readonly Target[] = [
  { name: "trust", modules: ["pki"], replicas: alone, ...small, publicCloud: false },
  {
    ...{ name: "road", modules: ["road", "registers", "subscriptions", "witness"], replicas: alone, ...large, publicCloud: false },
  },
  {
    ...{ name: "eid", modules: ["eid", "proofing", "identity", "signing", "cards", "wallet"], replicas: several, ...small, publicCloud: false },
  },
  {
    name: "citizen",
    modules: [
      ...["portal", "people", "notify", "documents", "cases", "appointments", "vaccinations", "journeys", "desk", "mydata", "vault"],
      ...["pay", "benefits", "webhooks", "passbook", "connected", "entitled", "providers", "operator"],
    ],
    ...{ replicas: several, ...large, publicCloud: false },
  },
  { name: "invoice", modules: ["invoice"], replicas: several, ...large, publicCloud: false },
  { name: "opendata", modules: ["opendata", "indicators"], replicas: several, ...small, publicCloud: false },
  { name: "calculators", modules: ["tax", "law"], replicas: several, ...small, publicCloud: true },
];

/** The target with the portal answers what no other has. */
const first = "citizen";

/**
 * Which target answers below which address prefix, as a proxy in front sends it, all under one public name: pages with their lists as files, and addresses
 * for programs. What goes to the portal's target is there only where a shorter prefix leads elsewhere.
 */
export function addressesOf(manifests: readonly ModuleManifest[]): { prefix: string; target: string }[] {
  const found = manifests.flatMap(({ name, pages, early = [], serves = [] }) => {
    const target = targets.find(({ modules }) => modules.includes(name))?.name ?? first;
    const paths = (pages?.paths ?? []).filter((path) => path !== "/");
    const prefixes = [...paths.flatMap((path) => [path, `${path}.csv`]), ...early, ...serves];
    return prefixes.map((prefix) => ({ prefix: prefix.replace(/(?<=.)\/$/, "").replace(/\/:[^]*$/, ""), target }));
  });
  const elsewhere = found.filter(({ target }) => target !== first);
  const kept = found.filter(
    ({ prefix, target }) => target !== first || elsewhere.some((one) => prefix.startsWith(`${one.prefix}/`)),
  );
  const unique = new Map(kept.map((one) => [one.prefix, one]));
  return [...unique.values()].toSorted((a, b) => b.prefix.length - a.prefix.length || (a.prefix < b.prefix ? -1 : 1));
}

/**
 * The targets that a target calls over mutual TLS: those whose functions its modules need, that handle its events, the public log for heads of ledgers,
 * the portal for sessions, and all for a module that shows what every module has.
 */
export function callsOf(target: Target, manifests: readonly ModuleManifest[]): Target[] {
  const own = manifests.filter(({ name }) => target.modules.includes(name));
  const anchors = manifests.filter((one) => one.anchors).map(({ name }) => name);
  const called = own.flatMap((one) => [
    ...(one.needs ?? []),
    ...(one.ledgers?.length ? anchors : []),
    ...(one.pages?.paths?.length ? ["portal"] : []),
    ...manifests.filter(({ subscribesTo = [] }) => subscribesTo.some((event) => event.startsWith(`${one.name}.`))).map(({ name }) => name),
    ...(one.showsMe || one.readsAudit || one.operatesJobs || one.countsQueues ? manifests.map(({ name }) => name) : []),
  ]);
  return targets.filter((other) => other !== target && other.modules.some((module) => called.includes(module)));
}
