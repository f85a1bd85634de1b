import type { ModuleManifest } from "@troad/kernel";
import { callsOf, type Target, targets } from "../targets.ts";
import { gatewayPorts, type Manifest, ports } from "./ports.ts";

const pods = (name: string) => ({ podSelector: { matchLabels: { "app.kubernetes.io/name": name } } });
const namespace = (role: string) => ({ namespaceSelector: { matchLabels: { "troad.example/role": role } } });
const tcp = (...numbers: (number | [number, number])[]) =>
  numbers.map((one) => (typeof one === "number" ? { protocol: "TCP", port: one } : { protocol: "TCP", port: one[0], endPort: one[1] }));

/** Who may reach the pods of a target and whom they may reach: the edge, those that call it, metrics; the database, names, those that it calls. */
export function policyOf(target: Target, manifests: readonly ModuleManifest[], agencies: readonly string[]): Manifest {
  const called = callsOf(target, manifests);
  const callers = targets.filter((other) => callsOf(other, manifests).includes(target));
  const gateways: [number, number] = [gatewayPorts.systems, gatewayPorts.systems + agencies.length - 1];
  const toPeers = (one: Target) => ({
    to: [pods(one.name)],
    ports: tcp(ports.peers, ports.pages, ...(one.name === "road" ? [gateways] : [])),
  });
  // gateways reach what modules answer on the road themselves, on ports that the system chose
  const served = { from: [pods("road")], ports: tcp([32_768, 60_999]) };
  const peers = callers.map(({ name }) => pods(name));
  // status of certificates, their lists and time stamps are answered by plain HTTP, as their standards say
  const trust = target.name === "trust" || called.some(({ name }) => name === "trust") ? [] : [toPeers({ ...target, name: "trust" })];
  const everybody = targets.filter((one) => one !== target).map(({ name }) => pods(name));
  return {
    ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: target.name } },
    spec: {
      podSelector: { matchLabels: { "app.kubernetes.io/name": target.name } },
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        { from: [namespace("edge")], ports: tcp(ports.pages) },
        { from: [namespace("monitoring")], ports: tcp(ports.metrics) },
        ...(target.name === "trust" ? [{ from: everybody, ports: tcp(ports.pages) }] : []),
        ...(target.name === "road" ? [] : [served]),
        ...(peers.length === 0
          ? []
          : [{ from: peers, ports: tcp(ports.peers, ports.pages, ...(target.name === "road" ? [gateways] : [])) }]),
      ],
      egress: [
        { to: [namespace("names")], ports: [{ protocol: "UDP", port: 53 }, ...tcp(53)] },
        { to: [namespace("database")], ports: tcp(5432) },
        ...called.map(toPeers),
        ...trust,
        ...(target.name === "road"
          ? targets.filter((one) => one !== target).map((one) => ({ to: [pods(one.name)], ports: tcp([32_768, 60_999]) }))
          : []),
      ],
    },
  };
}
