import { createHash } from "node:crypto";
import type { Clock } from "@troad/kernel";
import { type LogProof, type RoadApi, type TransferKey, transferLeaf } from "@troad/road/api";
import { leafHash, openCheckpoint, parseVerifierKey, TlogError, verifyInclusion } from "@troad/tlog";
import {
  type Certificate,
  type ContainerReport,
  erasedName,
  parseCertificate,
  readAsice,
  readErased,
  verifyContainer,
  writeAsice,
} from "@troad/trust";
import { verifySharedTimestamp } from "@troad/xroad";
import type { CheckStep, DataUse, UseEvidence } from "./api.ts";
import { alterXroad, checkXroad, isXroad, requestHashInXroad } from "./xroad-evidence.ts";

/** The record against which a use is checked: the consumer's, if it has reported one. */
export const transferOf = ({ exchangeId, consumer, provider, sides }: DataUse): TransferKey => ({
  exchangeId,
  consumer,
  provider,
  side: sides.includes("consumer") ? "consumer" : "provider",
});

/** Checks everything that proves one exchange: the container itself, the public log, and that both are about the same exchange. */
export async function checkEvidence(road: RoadApi, clock: Clock, use: DataUse, tamper: boolean): Promise<UseEvidence> {
  const key = transferOf(use);
  const [evidence, proof, roots, authorities] = await Promise.all([
    road.evidenceOf(key),
    road.proofOf(key),
    road.roots(),
    road.authorities(),
  ]);
  if (evidence.state !== "sealed")
    return { use, state: evidence.state, fileName: null, container: null, log: proof && checkLog(proof, undefined) };
  const original = Buffer.from(evidence.container, "base64");
  const bytes = tamper ? alterOneBit(original) : original;
  const parsed = (pems: string[]) => pems.map((pem) => parseCertificate(pem));
  const trust = { roots: parsed(roots), intermediates: parsed(authorities.intermediates), tsas: parsed(authorities.tsas) };
  const report = isXroad(bytes) ? await checkXroad(bytes, trust) : await checkOwn(bytes, trust.roots, clock);
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

async function checkOwn(bytes: Buffer, roots: Certificate[], clock: Clock): Promise<ContainerReport> {
  const stamp = verifySharedTimestamp(bytes, { roots });
  return verifyContainer(bytes, { roots, now: clock.now(), ...(stamp?.ok ? { shared: stamp.value } : {}) });
}

/** A copy with one bit of one data file altered, which is where a forger would begin: the container stays readable. */
export function alterOneBit(container: Buffer): Buffer {
  if (isXroad(container)) return alterXroad(container);
  const contents = readAsice(container);
  if (!contents.ok) return container;
  const target = contents.value.files.find((file) => file.name.startsWith("response-body")) ?? contents.value.files[0]!;
  const files = contents.value.files.map(({ name, mime, data }) => ({
    name,
    mime: mime ?? "application/octet-stream",
    data: name === target.name ? flipped(data) : data,
  }));
  const beside = Array.from(contents.value.beside, ([name, bytes]) => ({ name, data: bytes }));
  return writeAsice(files, Buffer.from(contents.value.signatures[0]!.xml).toString("utf8"), beside);
}

function flipped(data: Uint8Array): Uint8Array {
  const copy = Buffer.from(data);
  copy[copy.length >> 1]! ^= 0x01;
  return copy;
}

function checkLog(proof: LogProof, container: Buffer | undefined): NonNullable<UseEvidence["log"]> {
  const steps: CheckStep[] = [];
  const add = (step: string, ok: boolean, code: string): void => {
    steps.push(ok ? { step, ok } : { step, ok, code });
  };
  const leaf = transferLeaf(proof.record, Buffer.from(proof.salt, "base64"));
  const checkpoint = openLogCheckpoint(proof);
  add("checkpoint", checkpoint !== undefined, "log.checkpoint");
  if (checkpoint && proof.witnessKeys.length > 0) {
    const cosigned = new Set(checkpoint.cosignatures.map(({ name }) => name)).size;
    // no witness at all is a failure: then only the operator vouches for a single history
    steps.push({
      step: "witnesses",
      ok: cosigned > 0,
      detail: { cosigned, known: proof.witnessKeys.length },
      ...(cosigned > 0 ? {} : { code: "log.witnesses" }),
    });
  }
  if (checkpoint) {
    const path = proof.inclusion.map((node) => Buffer.from(node, "base64"));
    add(
      "inclusion",
      verifyInclusion(proof.leafIndex, checkpoint.size, leafHash(leaf), path, checkpoint.root) === undefined,
      "log.inclusion",
    );
  }
  if (container) add("binding", requestHashIn(container) === proof.record.requestHash, "log.binding");
  return { valid: steps.every((step) => step.ok), steps, proof };
}

function openLogCheckpoint(proof: LogProof) {
  try {
    const key = parseVerifierKey(proof.verifierKey);
    return openCheckpoint(proof.checkpoint, {
      origin: key.name,
      logKeys: [key],
      witnessKeys: proof.witnessKeys.map(parseVerifierKey),
    });
  } catch (error) {
    if (error instanceof TlogError) return undefined;
    throw error;
  }
}

/** The hash of the request in the container, in the form of the transfer record (PR-REST section 4.3). */
function requestHashIn(container: Buffer): string | undefined {
  if (isXroad(container)) return requestHashInXroad(container);
  const contents = readAsice(container);
  if (!contents.ok) return undefined;
  const sha512 = (data: Uint8Array): Buffer => createHash("sha512").update(data).digest();
  const head = contents.value.files.find((file) => file.name === "request.http");
  const isBody = ({ name }: { name: string }): boolean => name.startsWith("request-body");
  const body = contents.value.files.find(isBody);
  const erased = readErased(contents.value.beside.get(erasedName), []).find(isBody);
  if (!head) return undefined;
  const digest = body ? sha512(body.data) : erased?.digest;
  return (digest ? sha512(Buffer.concat([sha512(head.data), digest])) : sha512(head.data)).toString("base64");
}
