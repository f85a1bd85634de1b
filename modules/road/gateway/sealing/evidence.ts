import { buffer } from "node:stream/consumers";
import { type Certificate, type ContainerFile, erasedList, extendToLT, parseCertificate, writeAsice } from "@troad/trust";
import { decodePart, headerOf } from "../../domain/message.ts";
import type { LogKey } from "../../store/messages.ts";
import { type BatchRow, findSeal, readBatch, type SealRow, type ShareRow } from "../../store/seals.ts";
import { exchangeFiles, requestFiles, responseFiles } from "../files.ts";
import type { Gateway } from "../gateway.ts";
import { sizeOf } from "../log/body.ts";
import type { LoggedOutcome, LoggedRequest } from "../log/logged.ts";
import type { Kept } from "../log/read-kept.ts";
import { buildXroadEvidence } from "../xroad/evidence.ts";
import { isXroadForm } from "../xroad/form.ts";
import { type BuiltEvidence, containedBytes } from "./built-evidence.ts";
import { documentOf } from "./seal.ts";
import { stampOne, treeOfBatch } from "./stamping.ts";

export type EvidenceOptions = {
  /** Whether bodies of a service are included; leaving them out does not erase them. */
  withBodies?(provider: string): boolean;
  /** Whether a shared time stamp is enough, if the signer's status after it is known. Other verifiers expect a separate one. */
  sharedIsEnough?: boolean;
  /** Not compressed inside if it is small: compressing the whole container makes it smaller, in a single step. */
  loose?: boolean;
};

/** The evidence of an exchange as one ASiC-E container (XAdES-B-LT), built from the message log. */
export async function buildEvidence(
  gateway: Gateway,
  { id, side, namespace, asked, outcome, shared }: Kept,
  { withBodies = () => true, sharedIsEnough = false, loose = false }: EvidenceOptions = {},
): Promise<BuiltEvidence> {
  if (!asked || !outcome?.seal) return { state: "none" };
  if (isXroadForm(outcome.seal.signature)) return buildXroadEvidence(gateway, { id, side, asked, outcome }, shared);
  const isEnough = sharedIsEnough && shared?.ocsp;
  const seal = isEnough ? undefined : await sealOf(gateway, { exchange_id: id, side, namespace }, shared !== undefined);
  if (!seal && !isEnough) return { state: "sealing" };
  const { signed: files, contained } = await filesOf(gateway, asked, outcome, withBodies(asked.provider));
  const signature = extendToLT(documentOf(outcome.seal, files), {
    ...(seal ? { timestampToken: seal.time_stamp } : {}),
    ocspResponse: (seal ?? shared)!.ocsp!,
    certificates: authoritiesOf(gateway.directory.current().trust.intermediates),
  });
  const absent = files.filter(({ name }) => !contained.some((one) => one.name === name));
  const beside = [...(shared ? await sharedFiles(gateway, shared) : []), ...(absent.length > 0 ? [erasedList(absent)] : [])];
  const isPacked = !loose || asked.body.in === "file" || outcome.body?.in === "file";
  return {
    state: "sealed",
    fileName: `${id.replace(/[^A-Za-z0-9-]/g, "-")}-${side}.asice`,
    container: writeAsice(contained, signature, beside, { stored: !isPacked }),
    isPacked,
  };
}

/** The exchange's own seal. One with a shared time stamp gets its own when the evidence is requested; the shared one stays with it. */
async function sealOf(gateway: Gateway, key: LogKey, shared: boolean): Promise<SealRow | undefined> {
  const present = await findSeal(gateway.db, key);
  if (present || !shared) return present;
  try {
    await stampOne(gateway, key);
  } catch (error) {
    gateway.ctx.log.warn({ err: error }, "evidence waits for its own time stamp");
    return undefined;
  }
  return findSeal(gateway.db, key);
}

type Tree = Pick<BatchRow, "time_stamp"> & ReturnType<typeof treeOfBatch>;
/** The last requested batch of a gateway: a reader of one exchange's evidence, above all an archive, asks for its neighbours next. */
const lastTree = new WeakMap<Gateway, { batch: number; tree: Tree }>();

/** The shared time stamp and the path to it, which prove the earlier moment. */
async function sharedFiles(gateway: Gateway, { batch, position }: ShareRow): Promise<{ name: string; data: Uint8Array }[]> {
  let last = lastTree.get(gateway);
  if (last?.batch !== batch) {
    const { digests, time_stamp } = (await readBatch(gateway.db, batch))!;
    last = { batch, tree: { ...treeOfBatch(digests), time_stamp } };
    lastTree.set(gateway, last);
  }
  return last.tree.filesOf(position, last.tree.time_stamp);
}

const authorities = new WeakMap<readonly string[], Certificate[]>();

/** The configuration's authorities, parsed once. */
function authoritiesOf(pems: readonly string[]): Certificate[] {
  const parsed = authorities.get(pems) ?? pems.map((pem) => parseCertificate(pem));
  authorities.set(pems, parsed);
  return parsed;
}

/** The signed files, and those that a container can include: no body that was not kept, was erased or is too large. */
async function filesOf(gateway: Gateway, asked: LoggedRequest, outcome: LoggedOutcome, withBodies: boolean) {
  const type = (part: Buffer): string | undefined => headerOf(decodePart(part).headers, "content-type");
  const request = requestFiles(asked.head, asked.body, type(asked.head));
  const response = responseFiles(outcome.head!, outcome.body!, type(outcome.head!));
  const signed = exchangeFiles(request, documentOf(asked.seal, request), asked.seal.signer.ocsp, response);
  const contained: ContainerFile[] = [];
  for (const file of signed) {
    const body = file === request[1] ? asked.body : file === response[1] ? outcome.body : null;
    if (body && !withBodies) continue;
    const data =
      file.data ??
      (body?.in === "file" && sizeOf(body) <= containedBytes ? await buffer(gateway.messages.spool.read(body.file)) : undefined);
    if (data) contained.push({ name: file.name, mime: file.mime, data });
  }
  return { signed, contained };
}
