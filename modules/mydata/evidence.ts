import { createHash } from "node:crypto";
import type { Clock } from "@troad/kernel";
import { type LogProof, type RoadApi, transferLeaf } from "@troad/road/api";
import { leafHash, openCheckpoint, parseVerifierKey, TlogError, verifyInclusion } from "@troad/tlog";
import { parseCertificate, readAsice, verifyContainer } from "@troad/trust";
import type { CheckStep, DataUse, UseEvidence } from "./api.ts";

/** Checks everything that proves one exchange: the container by itself, the public log, and that both speak of the same exchange. */
export async function checkEvidence(road: RoadApi, clock: Clock, use: DataUse, tamper: boolean): Promise<UseEvidence> {
  const side = use.sides.includes("consumer") ? "consumer" : "provider";
  const [evidence, proof, roots] = await Promise.all([road.evidenceOf(use.exchangeId, side), road.proofOf(use.exchangeId, side), road.roots()]);
  if (evidence.state !== "sealed") return { use, state: evidence.state, fileName: null, container: null, log: proof && checkLog(proof, undefined) };
  const bytes = Buffer.from(evidence.container, "base64");
  if (tamper) flipOneByte(bytes);
  const report = await verifyContainer(bytes, { roots: roots.map((pem) => parseCertificate(pem)), now: clock.now() });
  return {
    use,
    state: "sealed",
    fileName: evidence.fileName,
    container: {
      valid: report.valid,
      steps: report.steps.map(({ step, ok, code }) => ({ step, ok, ...(code ? { code } : {}) })),
      signer: report.signer?.memberId ?? report.signer?.subject.CN ?? null,
      signedAt: report.signedAt?.toISOString() ?? null,
    },
    log: proof && checkLog(proof, bytes),
  };
}

/** Alters one bit of the first data file, which is where a forger would: the container stays readable. */
export function flipOneByte(container: Buffer): void {
  // local file header of the second entry (the first one is the mimetype): signature, then 26 bytes to the name length
  const at = container.indexOf(Buffer.from([0x50, 0x4b, 0x03, 0x04]), 4);
  const start = at + 30 + container.readUInt16LE(at + 26) + container.readUInt16LE(at + 28);
  container[start + 20]! ^= 0x01;
}

function checkLog(proof: LogProof, container: Buffer | undefined): NonNullable<UseEvidence["log"]> {
  const steps: CheckStep[] = [];
  const add = (step: string, ok: boolean, code: string): void => {
    steps.push(ok ? { step, ok } : { step, ok, code });
  };
  const leaf = transferLeaf(proof.record, Buffer.from(proof.salt, "base64"));
  const checkpoint = openLogCheckpoint(proof);
  add("checkpoint", checkpoint !== undefined, "log.checkpoint");
  if (checkpoint) {
    const path = proof.inclusion.map((node) => Buffer.from(node, "base64"));
    add("inclusion", verifyInclusion(proof.leafIndex, checkpoint.size, leafHash(leaf), path, checkpoint.root) === undefined, "log.inclusion");
  }
  if (container) add("binding", requestHashIn(container) === proof.record.requestHash, "log.binding");
  return { valid: steps.every((step) => step.ok), steps, proof };
}

function openLogCheckpoint(proof: LogProof) {
  try {
    const key = parseVerifierKey(proof.verifierKey);
    return openCheckpoint(proof.checkpoint, { origin: key.name, logKeys: [key] });
  } catch (error) {
    if (error instanceof TlogError) return undefined;
    throw error;
  }
}

/** The hash of the request in the container, as the transfer record has it (PR-REST section 4.3). */
function requestHashIn(container: Buffer): string | undefined {
  const contents = readAsice(container);
  if (!contents.ok) return undefined;
  const sha512 = (data: Uint8Array): Buffer => createHash("sha512").update(data).digest();
  const head = contents.value.files.find((file) => file.name === "request.http");
  const body = contents.value.files.find((file) => file.name.startsWith("request-body"));
  if (!head) return undefined;
  return (body ? sha512(Buffer.concat([sha512(head.data), sha512(body.data)])) : sha512(head.data)).toString("base64");
}
