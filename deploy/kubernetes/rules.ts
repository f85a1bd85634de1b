import type { Manifest } from "./ports.ts";

type Variable = { name: string; value?: string };
type Container = {
  name: string;
  image: string;
  env?: Variable[];
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  securityContext?: Record<string, unknown> & { capabilities?: { drop?: string[]; add?: string[] }; seccompProfile?: { type: string } };
  [key: string]: unknown;
};
type PodSpec = Record<string, unknown> & { containers: Container[]; terminationGracePeriodSeconds?: number };
export type Deployment = Manifest & { metadata: { name: string }; spec: { replicas: number; template: { spec: PodSpec } } };
type Policy = { podSelector: { matchLabels?: Record<string, string> }; policyTypes?: string[]; egress?: { to?: object[]; ports?: object[] }[] };

export const isDeployment = (one: Manifest): one is Deployment => one.kind === "Deployment";
const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${String(metadata.name)}`;

/**
 * What is wrong with the objects that an overlay renders, by the rules of this house: Kubernetes's restricted pod security, a version of each image,
 * bounded resources, probes and an orderly end, an egress rule for each Deployment, and no value of a secret. `secrets`: variables that hold one.
 */
export function faultsOf(objects: readonly Manifest[], secrets: ReadonlySet<string>): string[] {
  const policies = objects.filter(({ kind }) => kind === "NetworkPolicy").map(({ spec }) => spec as Policy);
  const budgets = objects.filter(({ kind }) => kind === "PodDisruptionBudget").map(({ metadata }) => metadata.name);
  return [
    ...objects.filter(({ kind }) => kind === "Secret").map((one) => `${nameOf(one)}: secrets are made where they are used`),
    ...objects
      .filter(({ kind }) => kind === "ConfigMap")
      .flatMap((one) => Object.keys((one.data ?? {}) as object).filter((key) => secrets.has(key)).map((key) => `${nameOf(one)}: ${key} is a secret`)),
    ...(policies.some(deniesAll) ? [] : ["no policy forbids what no other policy allows"]),
    ...objects.filter(isDeployment).flatMap((one) => {
      const { name } = one.metadata;
      const own = policies.filter(({ podSelector }) => podSelector.matchLabels?.["app.kubernetes.io/name"] === name);
      return [
        ...podFaults(one.spec.template.spec),
        ...one.spec.template.spec.containers.flatMap((container) => containerFaults(container, secrets)),
        ...(own.some(({ policyTypes, egress }) => policyTypes?.includes("Egress") && egress?.length) ? [] : ["no egress rule"]),
        ...(own.some(({ egress }) => egress?.some(({ to, ports }) => !to?.length || !ports?.length)) ? ["egress to anywhere"] : []),
        ...(budgets.includes(name) ? [] : ["no disruption budget"]),
      ].map((fault) => `${nameOf(one)}: ${fault}`);
    }),
  ];
}

const deniesAll = ({ podSelector, policyTypes, egress }: Policy): boolean =>
  !podSelector.matchLabels && policyTypes?.includes("Egress") === true && policyTypes.includes("Ingress") && !egress;

function podFaults(spec: PodSpec): string[] {
  const pause = spec.containers.map(pauseOf);
  return [
    ...(spec.automountServiceAccountToken === false ? [] : ["the token of the service account is mounted"]),
    ...(["hostNetwork", "hostPID", "hostIPC"].some((key) => spec[key]) ? ["shares the host's namespaces"] : []),
    ...(pause.every((seconds) => seconds > 0 && (spec.terminationGracePeriodSeconds ?? 30) >= seconds + 30)
      ? []
      : ["no pause before the end, or less than 30 s after it"]),
  ];
}

/** The seconds of `sleep` before a container is told to end. */
export function pauseOf({ lifecycle }: Container): number {
  const { preStop } = (lifecycle ?? {}) as { preStop?: { exec?: { command: string[] } } };
  const [program, seconds] = preStop?.exec?.command ?? [];
  return program === "/bin/sleep" ? Number(seconds) : 0;
}

function containerFaults(container: Container, secrets: ReadonlySet<string>): string[] {
  const { image, env = [], resources, securityContext: rights = {} } = container;
  const tag = /[^/]:([^:/@]+)$/.exec(image)?.[1];
  return [
    ...(tag === undefined || tag === "latest" ? [`image ${image} has no version`] : []),
    ...(["cpu", "memory"].every((one) => resources?.requests?.[one] && resources.limits?.[one]) ? [] : ["no requests or limits"]),
    ...(rights.runAsNonRoot === true && rights.allowPrivilegeEscalation === false && rights.readOnlyRootFilesystem === true
      ? []
      : ["may become root or write to its root"]),
    ...(rights.capabilities?.drop?.includes("ALL") && !rights.capabilities.add ? [] : ["keeps capabilities"]),
    ...(rights.seccompProfile?.type === "RuntimeDefault" ? [] : ["no seccomp profile"]),
    ...(["readinessProbe", "livenessProbe", "startupProbe"].every((one) => container[one]) ? [] : ["a probe is missing"]),
    ...env.filter(({ name, value }) => secrets.has(name) && value !== undefined).map(({ name }) => `the value of ${name} stands in it`),
  ];
}
