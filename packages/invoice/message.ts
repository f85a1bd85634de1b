import { type Finding, maxFindings, type RuleCode } from "./codes.ts";
import { type InvoiceBody, invoiceOf } from "./invoice/from-mig.ts";
import type { Invoice } from "./invoice/invoice.ts";
import {
  type BodyV3,
  type BodyV4,
  type EnvelopeBody,
  kindOf,
  type MessageCode,
  type MessageKind,
  messageKinds,
  namespaceOf,
  type PlatformName,
  platformShapes,
  shapeOf,
  type Version,
} from "./mig/messages.ts";
import type { ReadElement } from "./mig/shape.ts";
import { type BanCheck, isBan } from "./numbers/ban.ts";
import { actionRules, allowanceRules, type ReportAt } from "./rules/actions.ts";
import { type Broken, migPath } from "./rules/field.ts";
import { invoiceRules } from "./rules/invoice.ts";
import { assignmentRules, blankRules, branchRules } from "./rules/ranges.ts";
import { readDocument } from "./xml/read.ts";
import { writeElement, xmlDocument } from "./xml/write.ts";

/** 1,000 messages of the largest likely kind; anything larger takes several requests. */
export const maxDocumentBytes = 32 * 1024 * 1024;

/** A message that was read and checked: its kind, its content, its errors. */
export type ReadMessage = {
  readonly kind: MessageKind | undefined;
  readonly body: unknown;
  /** Of invoice messages without findings. */
  readonly invoice: Invoice | undefined;
  readonly findings: readonly Finding[];
};

/** The kind of a document: one message, an envelope of messages, a result, or unreadable. */
export type ReadFile =
  | { readonly is: "message"; readonly message: ReadMessage }
  | {
      readonly is: "envelope";
      readonly envelope: EnvelopeBody;
      readonly messages: readonly ReadMessage[];
      readonly findings: readonly Finding[];
    }
  | { readonly is: "result"; readonly name: PlatformName; readonly body: unknown; readonly findings: readonly Finding[] };

export type ReadOptions = {
  readonly maxBytes?: number;
  /** Which business numbers are possible; by the check digit by default. */
  readonly isBan?: BanCheck;
};
type Limits = Required<ReadOptions>;

/** Reads a document in UTF-8 and checks it by schema and rules. Findings are values; nothing that a sender writes throws. */
export function readMig(bytes: Uint8Array, options: ReadOptions = {}): ReadFile {
  const limits: Limits = { maxBytes: maxDocumentBytes, isBan, ...options };
  const element = readDocument(bytes, shapeOf, { bytes: limits.maxBytes });
  if (element.name === "InvoiceEnvelope" && element.value) return envelopeOf(element, limits);
  if ((element.name === "ProcessResult" || element.name === "SummaryResult") && element.value)
    return { is: "result", name: element.name, body: element.value, findings: element.findings };
  return { is: "message", message: messageOf(element, limits) };
}

function envelopeOf(element: ReadElement, limits: Limits): ReadFile {
  const envelope = element.value as EnvelopeBody;
  const findings = [...element.findings];
  if (findings.length > 0 && !envelope.InvoicePack) return { is: "envelope", envelope, messages: [], findings };
  const { attributes, messages } = envelope.InvoicePack;
  const path = "/InvoiceEnvelope/InvoicePack/";
  if (findings.length === 0 && Number(attributes.count) !== messages.length)
    findings.push({ kind: "rule", code: "envelope.count", path: `${path}@count` });
  const read = messages.map((message) => messageOf(message, limits));
  const odd = read.some(({ kind }) => kind !== undefined && kind.code !== attributes.messageType);
  if (odd) findings.push({ kind: "rule", code: "envelope.type", path: `${path}@messageType` });
  return { is: "envelope", envelope, messages: read, findings };
}

/** Checks the rules of an element that satisfies its schema. */
function messageOf({ namespace, value, findings }: ReadElement, limits: Limits): ReadMessage {
  const kind = messageKinds.get(namespace);
  if (!kind || value === undefined || findings.length > 0) return { kind, body: value, invoice: undefined, findings };
  const broken: Finding[] = [];
  const found: ReportAt = (code, path) => {
    if (broken.length < maxFindings) broken.push({ kind: "rule", code, path: `/${kind.root}/${path}` });
  };
  if (kind.root === "Invoice") {
    const invoice = invoiceOf(value as InvoiceBody);
    for (const one of rulesOf(kind, value as InvoiceBody, invoice, limits))
      broken.push({ kind: "rule", code: one.code, path: migPath(one) });
    return { kind, body: value, invoice: broken.length === 0 ? invoice : undefined, findings: broken };
  }
  otherRules(kind, value, found, limits.isBan);
  return { kind, body: value, invoice: undefined, findings: broken };
}

function rulesOf({ code, version }: MessageKind, body: InvoiceBody, invoice: Invoice, limits: Limits): Broken[] {
  const proof = code === "C0401" || code === "F0401";
  const broken = invoiceRules(invoice, { proof, zeroReason: version === "4.1", isBan: limits.isBan });
  const main = body.Main as { DonateMark: string; NPOBAN?: string };
  if (main.DonateMark === "0" && main.NPOBAN)
    broken.push({ code: "donation.not-marked" satisfies RuleCode, field: "donateMark" });
  return broken;
}

function otherRules({ code, root }: MessageKind, value: unknown, found: ReportAt, check: BanCheck): void {
  if (root === "Allowance") allowanceRules(value as BodyV4<"G0401">, found, check);
  else if (code === "E0401") branchRules(value as BodyV3<"E0401">, found, check);
  else if (code === "E0402") blankRules(value as BodyV3<"E0402">, found, check);
  else if (code === "E0501") assignmentRules(value as BodyV4<"E0501">, found, check);
  else actionRules(root, value as Record<string, string | undefined>, found, check);
}

/** Every finding of a file; those of an envelope's messages are prefixed with the path of the message. */
export function findingsOf(file: ReadFile): readonly Finding[] {
  if (file.is !== "envelope") return file.is === "message" ? file.message.findings : file.findings;
  const inner = file.messages.flatMap(({ findings, kind }, at) =>
    findings.map((one) => ({
      ...one,
      path: `/InvoiceEnvelope/InvoicePack/${kind?.root ?? "*"}[${at + 1}]${one.path.replace(/^\/[^/]*/, "")}`,
    })),
  );
  return [...file.findings, ...inner].slice(0, maxFindings);
}

/** A message as an element, for a document or an envelope. Throws RangeError for a message that the version lacks. */
export function writeMessage<C extends MessageCode>(code: C, version: Version, body: object): string {
  const kind = kindOf(code, version);
  if (!kind) throw new RangeError(`no ${code} in MIG ${version}`);
  return writeElement(kind.root, kind.shape, body, namespaceOf(code, version));
}

export const writeMessageDocument = (code: MessageCode, version: Version, body: object): string =>
  xmlDocument(writeMessage(code, version, body));

type Names = { readonly partyId: string; readonly routingId: string };

/** An envelope of messages of one code, each written by `writeMessage`. */
export function writeEnvelope(
  from: Names,
  to: Names,
  pack: { readonly code: MessageCode; readonly version: Version; readonly messages: readonly string[] },
): string {
  const body = {
    From: { PartyId: from.partyId },
    FromVAC: { RoutingId: from.routingId },
    To: { PartyId: to.partyId },
    ToVAC: { RoutingId: to.routingId },
    InvoicePack: {
      attributes: {
        messageType: pack.code,
        count: String(pack.messages.length),
        version: `v${pack.version.replace(".", "")}`,
      },
      messages: pack.messages,
    },
  };
  return writePlatform("InvoiceEnvelope", pack.version, body);
}

/** ProcessResult, SummaryResult or envelope as a document. */
export const writePlatform = (name: PlatformName, version: Version, body: object): string =>
  xmlDocument(writeElement(name, platformShapes[name] as never, body, `urn:GEINV:${name}:${version}`));
