import { type Certificate, verifyContainer } from "@troad/trust";
import { readXroadContainer, verifySharedTimestamp, verifyXroadContainer } from "@troad/xroad";

/** One finding in the verifiers' terms; `file` is set if several files are checked. */
export type Finding = { step: string; ok: boolean; code?: string; detail?: string; file?: string };

export type EvidenceReport = {
  profile: "t-road" | "x-road" | "archives" | "certificate" | "pdf";
  valid: boolean;
  signer: string | null;
  signedAt: string | null;
  steps: Finding[];
  files: { name: string; ok: boolean }[];
  /** Files that were erased after signing; everything else was checked. */
  erased?: string[];
  /** What a certificate says. */
  states?: Record<string, string | number>;
};

/** The trusted parties: root certificates and, for X-Road's profile, which lists them one by one, time-stamping authorities. */
export type Trust = { roots: Certificate[]; tsas: Certificate[]; intermediates: Certificate[] };

/** Verifies a container by its profile: X-Road's has `message.xml`, ours does not. */
export async function checkContainer(bytes: Buffer, trust: Trust): Promise<EvidenceReport> {
  if (readXroadContainer(bytes).ok) return checkXroad(bytes, trust);
  const stamp = verifySharedTimestamp(bytes, trust);
  const report = await verifyContainer(bytes, { roots: trust.roots, ...(stamp?.ok ? { shared: stamp.value } : {}) });
  const steps = [...report.steps.map(plain), ...(stamp ? [batchFinding(stamp)] : [])];
  return {
    profile: "t-road",
    valid: report.valid && stamp?.ok !== false,
    signer: report.signer?.memberId ?? null,
    signedAt: report.signedAt?.toISOString() ?? null,
    steps,
    files: report.files.map(({ name, ok }) => ({ name, ok })),
    ...(report.erased.length > 0 ? { erased: [...report.erased] } : {}),
  };
}

async function checkXroad(bytes: Buffer, trust: Trust): Promise<EvidenceReport> {
  const report = await verifyXroadContainer(bytes, trust);
  return {
    profile: "x-road",
    valid: report.valid,
    signer: report.signer?.subject.serialNumber ?? report.signer?.subject.CN ?? null,
    signedAt: report.stampedAt?.toISOString() ?? null,
    steps: report.steps.map(plain),
    files: report.files.map(({ name, ok }) => ({ name, ok })),
  };
}

const plain = ({ step, ok, code, detail }: { step: string; ok: boolean; code?: string; detail?: string }): Finding => ({
  step,
  ok,
  ...(code ? { code } : {}),
  ...(detail ? { detail } : {}),
});

const batchFinding = (stamp: NonNullable<ReturnType<typeof verifySharedTimestamp>>): Finding =>
  plain({ step: "batch-timestamp", ...stamp, ...(stamp.ok ? { detail: stamp.value.genTime.toISOString() } : {}) });
