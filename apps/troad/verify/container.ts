import { createHash } from "node:crypto";
import { type Certificate, erasedName, readAsice, readXades, verifyContainer, verifyTimestamp } from "@troad/trust";
import { readXroadContainer, verifyHashChain, verifyXroadContainer } from "@troad/xroad";

/** One finding in words of the verifiers; `file` is set where several files are checked. */
export type Finding = { step: string; ok: boolean; code?: string; detail?: string; file?: string };

export type Told = {
  profile: "t-road" | "x-road" | "archives";
  valid: boolean;
  signer: string | null;
  signedAt: string | null;
  steps: Finding[];
  files: { name: string; ok: boolean }[];
  /** Files that were erased after they were signed; everything else was checked. */
  erased?: string[];
};

/** Whom the verifier trusts: root certificates, and time-stamping authorities for X-Road's profile, which names them one by one. */
export type Trust = { roots: Certificate[]; tsas: Certificate[]; intermediates: Certificate[] };

/** Verifies a container by the profile that it is in: X-Road's has `message.xml`, ours has not. */
export async function checkContainer(bytes: Buffer, trust: Trust): Promise<Told> {
  if (readXroadContainer(bytes).ok) return checkXroad(bytes, trust);
  const report = await verifyContainer(bytes, { roots: trust.roots });
  const batch = checkBatch(bytes, trust);
  const steps = [...report.steps.map(plain), ...batch];
  return {
    profile: "t-road",
    valid: report.valid && batch.every(({ ok }) => ok),
    signer: report.signer?.memberId ?? null,
    signedAt: report.signedAt?.toISOString() ?? null,
    steps,
    files: report.files.map(({ name, ok }) => ({ name, ok })),
    ...(report.erased.length > 0 ? { erased: [...report.erased] } : {}),
  };
}

async function checkXroad(bytes: Buffer, trust: Trust): Promise<Told> {
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

/** A time stamp that many exchanges share stands beside the signature: it must be over this exchange's place in its hash tree. */
function checkBatch(bytes: Buffer, { roots, intermediates }: Trust): Finding[] {
  const contents = readAsice(bytes);
  const { signatures } = contents.ok ? contents.value : { signatures: [] };
  const beside = new Map(contents.ok ? contents.value.beside : []);
  beside.delete(erasedName);
  if (beside.size === 0) return [];
  const fault = (code: string, detail?: string): Finding[] => [
    { step: "batch-timestamp", ok: false, code, ...(detail ? { detail } : {}) },
  ];
  const [chain, result, token] = ["ts-hashchain.xml", "ts-hashchainresult.xml", "timestamp.tst"].map((name) =>
    beside.get(`META-INF/${name}`),
  );
  const read = signatures[0] ? readXades(signatures[0].xml) : undefined;
  const value = read?.ok ? read.value.timestamps[0]?.bytes : undefined;
  if (!chain || !result || !token || !value || beside.size > 3) return fault("container.malformed", [...beside.keys()].join(" "));
  const input = { hash: "sha512" as const, digest: createHash("sha512").update(value).digest() };
  const traced = verifyHashChain(result, {
    chains: new Map([["/META-INF/ts-hashchain.xml", chain]]),
    inputs: new Map([["/META-INF/signatures.xml#signature-value", input]]),
  });
  if (!traced.ok) return fault(traced.code, traced.detail);
  const authorities = [...intermediates, ...(read?.ok ? read.value.certificates : [])];
  const stamp = verifyTimestamp(token, { bytes: result, roots, intermediates: authorities });
  return stamp.ok
    ? [{ step: "batch-timestamp", ok: true, detail: stamp.value.genTime.toISOString() }]
    : fault(stamp.code, stamp.detail);
}
