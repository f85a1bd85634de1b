import type { ModuleManifest } from "@troad/kernel";
import { addressesOf, callsOf, type Target } from "../targets.ts";
import { gatewayPorts, type Manifest, ports } from "./ports.ts";
import { policyOf } from "./policies.ts";

/** How long a pod that ends still answers before it closes, and how long it may take to end. */
const pauseSeconds = 5;
const graceSeconds = 40;
const userId = 10_001;
const labelsOf = ({ name }: Target) => ({ "app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "troad" });

/** Everything that the base has for one target. */
export function objectsOf(target: Target, manifests: readonly ModuleManifest[], agencies: readonly string[]): Manifest[] {
  const { name, replicas } = target;
  const labels = labelsOf(target);
  const metadata = { name, labels };
  const selector = { "app.kubernetes.io/name": name };
  const scaled = replicas.most > replicas.least;
  const port = (one: keyof typeof ports) => ({ name: one, port: ports[one], targetPort: one });
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata, automountServiceAccountToken: false },
    {
      ...{ apiVersion: "v1", kind: "Service", metadata },
      spec: { selector, ports: [port("pages"), port("peers"), ...(name === "road" ? gatewayServicePorts(agencies) : [])] },
    },
    deploymentOf(target, manifests, agencies),
    {
      ...{ apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata },
      spec: { maxUnavailable: 1, selector: { matchLabels: selector } },
    },
    ...(scaled ? [autoscalerOf(target)] : []),
    policyOf(target, manifests, agencies),
    {
      ...{ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata },
      spec: { accessModes: [scaled ? "ReadWriteMany" : "ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } },
    },
  ];
}

const gatewayServicePorts = (agencies: readonly string[]) =>
  agencies.map((id, at) => ({ name: `systems-${id}`, port: gatewayPorts.systems + at, targetPort: gatewayPorts.systems + at }));

function deploymentOf(target: Target, manifests: readonly ModuleManifest[], agencies: readonly string[]): Manifest {
  const { name, modules, replicas, cpu, memoryMiB } = target;
  const labels = labelsOf(target);
  const single = replicas.most === 1;
  const probe = (path: string) => ({
    httpGet: { path, port: "metrics", httpHeaders: [{ name: "Host", value: "localhost" }] },
    ...{ periodSeconds: 5, timeoutSeconds: 3 },
  });
  const container = {
    ...{ name: "troad", image: "troad", imagePullPolicy: "IfNotPresent" },
    command: ["/opt/troad/node", "--disable-warning=ExperimentalWarning", "/opt/troad/apps/troad/main.ts"],
    args: ["serve", `--target=${modules.join(",")}`],
    env: environmentOf(target, manifests, agencies),
    envFrom: [{ configMapRef: { name: "troad" } }],
    ports: Object.entries(ports).map(([of, containerPort]) => ({ name: of, containerPort })),
    startupProbe: { ...probe("/healthz"), failureThreshold: 60 },
    readinessProbe: { ...probe("/readyz"), failureThreshold: 2 },
    livenessProbe: { ...probe("/healthz"), failureThreshold: 6 },
    lifecycle: { preStop: { exec: { command: ["/bin/sleep", String(pauseSeconds)] } } },
    resources: {
      requests: { cpu: cpu.asked, memory: `${memoryMiB.asked}Mi` },
      limits: { cpu: cpu.most, memory: `${memoryMiB.most}Mi` },
    },
    securityContext: {
      ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true, runAsUser: userId },
      ...{ capabilities: { drop: ["ALL"] }, seccompProfile: { type: "RuntimeDefault" } },
    },
    volumeMounts: [
      { name: "data", mountPath: "/data" },
      { name: "peer", mountPath: "/etc/troad/peer", readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
  return {
    ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name, labels } },
    spec: {
      replicas: replicas.least,
      selector: { matchLabels: { "app.kubernetes.io/name": name } },
      // of which only one may run is stopped first; of the others a new one is ready before an old one goes
      strategy: single ? { type: "Recreate" } : { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: {
        metadata: { labels },
        spec: {
          ...{ serviceAccountName: name, automountServiceAccountToken: false, terminationGracePeriodSeconds: graceSeconds },
          securityContext: { runAsNonRoot: true, runAsUser: userId, runAsGroup: userId, fsGroup: userId },
          ...(single ? {} : { topologySpreadConstraints: [spreadOf(name)] }),
          containers: [container],
          volumes: [
            { name: "data", persistentVolumeClaim: { claimName: name } },
            { name: "peer", secret: { secretName: `${name}-peer`, defaultMode: 0o440 } },
            { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
          ],
        },
      },
    },
  };
}

const spreadOf = (name: string) => ({
  ...{ maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
  labelSelector: { matchLabels: { "app.kubernetes.io/name": name } },
});

function environmentOf(target: Target, manifests: readonly ModuleManifest[], agencies: readonly string[]) {
  const { name } = target;
  const peers = callsOf(target, manifests).flatMap((one) => one.modules.map((module) => `${module}=https://${one.name}:${ports.peers}`));
  const values: Record<string, string> = {
    ...{ HOST: "0.0.0.0", PORT: String(ports.pages), TROAD_HOSTS: name, TROAD_DATA: "/data" },
    ...{ PEER_PORT: String(ports.peers), PEER_BIND: "0.0.0.0", PEER_HOST: name, PEER_TLS: "/etc/troad/peer" },
    ...{ METRICS_PORT: String(ports.metrics), METRICS_HOST: "0.0.0.0", PEERS: peers.join(",") },
    ...{ SERVICE_BIND: "0.0.0.0", STOP_PAUSE_SECONDS: "5" },
    ...(name === "trust" ? {} : { PKI_URL: `http://trust:${ports.pages}` }),
    ...(name === "road" ? roadValues(agencies) : {}),
  };
  const secret = (variable: string, key: string) => ({
    name: variable,
    valueFrom: { secretKeyRef: { name: "troad", key } },
  });
  return [
    ...Object.entries(values).map(([variable, value]) => ({ name: variable, value })),
    // of this pod, not of all: each offers itself to the gateways
    { name: "SERVICE_HOST", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
    secret("DATABASE_URL", "database-url"),
    ...(["eid", "citizen"].includes(name) ? [secret("PORTAL_CLIENT_SECRET", "portal-client-secret")] : []),
  ];
}

/** Gateways talk to each other inside the pod; information systems in other pods reach them through the Service. */
const roadValues = (agencies: readonly string[]) => ({
  ...{ ROAD_CONSUMER_BIND: "0.0.0.0", ROAD_CONSUMER_HOST: "road" },
  ROAD_PORTS: agencies.map((id, at) => `${id}=${gatewayPorts.systems + at}:${gatewayPorts.gateways + at}`).join(","),
});

/** More replicas soon, fewer only after ten quiet minutes. */
const autoscalerOf = ({ name, replicas, ...target }: Target): Manifest => ({
  ...{ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", metadata: { name, labels: labelsOf({ name, replicas, ...target }) } },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
    ...{ minReplicas: replicas.least, maxReplicas: replicas.most },
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
    behavior: {
      scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: "Pods", value: 2, periodSeconds: 30 }] },
      scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] },
    },
  },
});

/** What belongs to no target: settings that all share, one public name for all, and the rule that nothing is let through that no other rule names. */
export const sharedOf = (manifests: readonly ModuleManifest[]): Manifest[] => {
  const backend = (name: string) => ({ service: { name, port: { name: "pages" } } });
  const rule = (path: string, name: string) => ({ path, pathType: "Prefix", backend: backend(name) });
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "troad" }, data: { TROAD_DEMO: "off", LOG_LEVEL: "info" } },
    {
      ...{ apiVersion: "networking.k8s.io/v1", kind: "Ingress", metadata: { name: "troad" } },
      spec: {
        rules: [
          { http: { paths: [...addressesOf(manifests).map(({ prefix, target }) => rule(prefix, target)), rule("/", "citizen")] } },
        ],
      },
    },
    {
      ...{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "nothing-else" } },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    },
  ];
};
