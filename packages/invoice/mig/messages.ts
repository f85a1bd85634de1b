import { actionsV3, actionsV4 } from "./actions.ts";
import { allowancesV3, allowanceV4 } from "./allowances.ts";
import { archivedV3, archivedV4, consumerV3, exchangedV3, exchangedV4, steelV3 } from "./invoices.ts";
import { numbersV3, numbersV4 } from "./numbers.ts";
import { envelope, processResult, summaryResult } from "./platform.ts";
import type { Fields, Of, Rec } from "./shape.ts";

const v3Shapes = {
  A0101: exchangedV3,
  A0401: archivedV3,
  A1101: steelV3,
  A1401: steelV3,
  C0401: consumerV3,
  ...actionsV3,
  ...allowancesV3,
  ...numbersV3,
};
const v4Shapes = { A0101: exchangedV4, F0401: archivedV4, B0101: allowanceV4, G0401: allowanceV4, ...actionsV4, ...numbersV4 };

export type CodeV3 = keyof typeof v3Shapes;
export type CodeV4 = keyof typeof v4Shapes;
export type MessageCode = CodeV3 | CodeV4;
export type Version = "3.1" | "3.2" | "4.0" | "4.1";
/** The value of a message, by its code, as in 3.x or 4.x. */
export type BodyV3<C extends CodeV3> = Of<(typeof v3Shapes)[C]>;
export type BodyV4<C extends CodeV4> = Of<(typeof v4Shapes)[C]>;
export type EnvelopeBody = Of<typeof envelope>;
export type ProcessResultBody = Of<typeof processResult>;
export type SummaryResultBody = Of<typeof summaryResult>;

/** The root element by the second and third digits of the code, which identify the kind of message. */
const roots: Readonly<Record<string, string>> = {
  A01: "Invoice",
  A04: "Invoice",
  A11: "Invoice",
  A14: "Invoice",
  C04: "Invoice",
  F04: "Invoice",
  A02: "CancelInvoice",
  A05: "CancelInvoice",
  C05: "CancelInvoice",
  F05: "CancelInvoice",
  A03: "RejectInvoice",
  A06: "RejectInvoice",
  C06: "RejectInvoice",
  C07: "VoidInvoice",
  F07: "VoidInvoice",
  B01: "Allowance",
  B04: "Allowance",
  B11: "Allowance",
  B14: "Allowance",
  D04: "Allowance",
  G04: "Allowance",
  B02: "CancelAllowance",
  B05: "CancelAllowance",
  D05: "CancelAllowance",
  G05: "CancelAllowance",
  E0401: "BranchTrack",
  E0402: "BranchTrackBlank",
  E0501: "InvoiceAssignNo",
};

/** The name of the root element. Confirmations end in 02 and are named after what they confirm. */
export function rootOf(code: MessageCode): string {
  const root = roots[code] ?? roots[code.slice(0, 3)]!;
  return /^[AB]0[123]02$/.test(code) ? `${root}Confirm` : root;
}

export const namespaceOf = (code: MessageCode, version: Version): string => `urn:GEINV:eInvoiceMessage:${code}:${version}`;

export type MessageKind = {
  readonly code: MessageCode;
  readonly version: Version;
  readonly root: string;
  readonly shape: Rec<Fields>;
};

const kinds = new Map<string, MessageKind>();
function register(shapes: Readonly<Record<string, Rec<Fields>>>, versions: readonly Version[]): void {
  for (const [name, shape] of Object.entries(shapes)) {
    const code = name as MessageCode;
    for (const version of versions) kinds.set(namespaceOf(code, version), { code, version, root: rootOf(code), shape });
  }
}
register(v3Shapes as unknown as Record<string, Rec<Fields>>, ["3.1", "3.2"]);
register(v4Shapes as unknown as Record<string, Rec<Fields>>, ["4.0", "4.1"]);
for (const [namespace, kind] of [...kinds]) if (kind.version === "3.2") kinds.set(`${namespace}.1`, kind);

/** Every message that can be read and written, by namespace. */
export const messageKinds: ReadonlyMap<string, MessageKind> = kinds;
export const kindOf = (code: MessageCode, version: Version): MessageKind | undefined => kinds.get(namespaceOf(code, version));

/** The documents around messages, by root element; namespaces `urn:GEINV:<name>:<version>`. */
export const platformShapes = { InvoiceEnvelope: envelope, ProcessResult: processResult, SummaryResult: summaryResult };
export type PlatformName = keyof typeof platformShapes;
const platformNamespace = /^urn:GEINV:(InvoiceEnvelope|ProcessResult|SummaryResult):(3\.1|3\.2|4\.0|4\.1)$/;

export function shapeOf(namespace: string, name: string): Rec<Fields> | undefined {
  const kind = kinds.get(namespace);
  if (kind) return kind.root === name ? kind.shape : undefined;
  const found = platformNamespace.exec(namespace)?.[1];
  return found === name ? (platformShapes[found as PlatformName] as unknown as Rec<Fields>) : undefined;
}
