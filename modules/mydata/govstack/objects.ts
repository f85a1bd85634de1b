import { createHash } from "node:crypto";
import { canonicalJson } from "@troad/kernel";
import type { Terms } from "../recipients/terms.ts";
import type { PolicyBody, PolicyRow } from "../store/govstack.ts";
import type { ApplicationRow } from "../store/recipients.ts";
import type { StandingRow } from "../store/requests.ts";

/** The part of a data set's definition that an agreement shows of its fields. */
export type FieldKinds = (set: string, field: string) => { sensitivity: string };
export type Policy = PolicyBody & { id: string };
export type Revision = {
  id: string;
  schemaName: string;
  objectId: string;
  signedWithoutObjectId: boolean;
  serializedSnapshot: string;
  serializedHash: string;
  timestamp: string;
  authorizedByOther?: string;
  authorizedByIndividual?: { id: string };
  predecessorHash?: string;
};

/** SHA-1, since the specification says so; what people sign is the SHA-256 of it all. */
const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");

/** A revision of an object: its content at that time, as canonical JSON, with its hash and the one before. */
export function revisionOf(
  of: Pick<Revision, "schemaName" | "objectId" | "timestamp" | "authorizedByOther" | "authorizedByIndividual">,
  number: number,
  objectData: object,
  predecessorHash?: string,
): Revision {
  const serializedSnapshot = canonicalJson({ objectData, ...of, signedWithoutObjectId: false } as never);
  return {
    ...{ id: `${of.objectId}.${number}`, ...of, signedWithoutObjectId: false, serializedSnapshot },
    ...{ serializedHash: sha1(serializedSnapshot), ...(predecessorHash === undefined ? {} : { predecessorHash }) },
  };
}

/** The number in the id of a revision of this object; undefined if it is none. */
export function revisionNumber(objectId: string, id: string): number | undefined {
  const digits = id.startsWith(`${objectId}.`) ? id.slice(objectId.length + 1) : "";
  return /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : undefined;
}

export const policyOf = ({ id, body }: PolicyRow): Policy => ({ id, ...body! });
export function policyRevisionOf(row: PolicyRow, before?: PolicyRow): Revision {
  const { id, client, revision, at } = row;
  const of = { schemaName: "Policy", objectId: id, timestamp: at, authorizedByOther: `client:${client}` };
  const last = before && policyRevisionOf(before);
  return revisionOf(of, revision, row.body ?? { deleted: true }, last?.serializedHash);
}

export type Agreement = ReturnType<typeof agreementOf>;
/** What a recipient was approved for, as a data agreement: one for each recipient, a version for each that was applied for. */
export function agreementOf(row: ApplicationRow, kinds: FieldKinds, home: string) {
  const active = row.was_approved && row.standing === "active";
  const lifecycle = row.was_approved ? { id: "complete", name: "Complete" } : { id: "draft", name: "Draft" };
  return { id: row.client, ...contentOf(row, kinds, home), active, lifecycle };
}

/** The part of it that a version fixes for ever. */
function contentOf({ client, version, name, terms }: ApplicationRow, kinds: FieldKinds, home: string) {
  const { sets, policy, standing, retentionDays } = terms;
  return {
    version: String(version),
    controller: { id: client, name: `${name["zh-Hant"]} ${name.en}`.slice(0, 400), url: policy?.url ?? home },
    ...(policy ? { policy: policyShown(policy) } : {}),
    purpose: [...new Set(sets.map(({ purpose }) => purpose.en))].join("; "),
    lawfulBasis: "consent",
    dataUse: "data_using_service",
    dpia: terms.dpia ?? "",
    // the record of a consent stays as proof; it is the recipient who erases
    forgettable: false,
    ...{ sets, standing, retentionDays },
    attributes: sets.flatMap(({ set, fields }) =>
      fields.map((field) => ({ id: `${set}.${field.name}`, ...field, ...kinds(set, field.name), category: set })),
    ),
  };
}
const policyShown = ({ id, name, url, version }: NonNullable<Terms["policy"]>) => ({ id, name, url, version });

export function agreementRevisionOf(row: ApplicationRow, kinds: FieldKinds, home: string, before?: ApplicationRow): Revision {
  const of = { schemaName: "DataAgreement", objectId: row.client, timestamp: row.at, authorizedByOther: `client:${row.client}` };
  const last = before && agreementRevisionOf(before, kinds, home);
  return revisionOf(of, row.version, contentOf(row, kinds, home), last?.serializedHash);
}

export type RecordParts = { agreement: Agreement; agreementRevision: Revision; individual: Individual };
export type Individual = { id: string; externalId: string; externalIdType: string; identityProviderId: string };

/** Whether a consent still allows something. */
const isIn = (row: StandingRow, now: Date): boolean =>
  row.sets !== null &&
  row.end_reason === null &&
  Date.parse(row.until) > now.getTime() &&
  (row.kind === "standing" || row.delivered === 0);
export const attributesOf = ({ sets }: Pick<StandingRow, "sets">): string[] =>
  (sets ?? []).flatMap(({ set, fields }) => fields.map((field) => `${set}.${field}`));

/** An answer of a person to a recipient. What ended carries no signature any more: it was of something else. */
export function recordOf(row: StandingRow, { agreement, agreementRevision, individual }: RecordParts, now: Date) {
  const signature = row.end_reason === null ? row.signature : null;
  return {
    id: row.id,
    ...{ dataAgreement: agreement, dataAgreementRevision: agreementRevision, individual },
    dataAgreementRevisionHash: agreementRevision.serializedHash,
    optIn: isIn(row, now),
    state: signature ? "signed" : "unsigned",
    ...(signature ? { signature } : {}),
    ...{ attributes: attributesOf(row), kind: row.kind, given: row.at, until: row.until },
  };
}

export function recordRevisionOf(row: StandingRow, { agreementRevision, individual }: RecordParts): Revision {
  const base = { schemaName: "ConsentRecord", objectId: row.id, authorizedByIndividual: { id: individual.id } };
  const content = {
    dataAgreementRevisionHash: agreementRevision.serializedHash,
    ...{ attributes: attributesOf(row), kind: row.kind, until: row.until },
  };
  const given = revisionOf({ ...base, timestamp: row.at }, 1, { ...content, optIn: row.sets !== null });
  if (row.ended_at === null) return given;
  const ended = { ...content, optIn: false, reason: row.end_reason };
  return revisionOf({ ...base, timestamp: row.ended_at }, 2, ended, given.serializedHash);
}
