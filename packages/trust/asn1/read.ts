import * as asn1js from "asn1js";
import { type TrustCode, TrustError } from "../codes.ts";

/** A parsed ASN.1 value; its original bytes stay available, because signatures cover bytes and not values. */
export type AsnNode = asn1js.AsnType;

/** pkijs and asn1js want views over a plain ArrayBuffer. */
export const asView = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

/** Parses exactly one BER value: trailing bytes are refused, since no signature would cover them. */
export function readAsn1(bytes: Uint8Array, code: TrustCode): AsnNode {
  const { offset, result } = asn1js.fromBER(asView(bytes));
  if (offset === -1) throw new TrustError(code, result.error);
  if (offset !== bytes.length) throw new TrustError(code, "bytes after the end");
  return result;
}

/** The children of a constructed value; throws `code` for a primitive one. */
export function childrenOf(node: AsnNode | undefined, code: TrustCode): AsnNode[] {
  if (node instanceof asn1js.Constructed) return node.valueBlock.value as AsnNode[];
  throw new TrustError(code, "expected a constructed value");
}

/** The original encoding, tag and length included. */
export const encodingOf = (node: AsnNode): Buffer => Buffer.from(node.valueBeforeDecodeView);

/** The dotted form of an OBJECT IDENTIFIER; throws `code` for anything else. */
export function oidOf(node: AsnNode | undefined, code: TrustCode): string {
  if (node instanceof asn1js.ObjectIdentifier) return node.getValue();
  throw new TrustError(code, "expected an object identifier");
}

/** The bytes of an OCTET STRING, also of one in BER's constructed form, or of an IMPLICIT tagged one. */
export function octetsOf(node: AsnNode | undefined, code: TrustCode): Buffer {
  if (node instanceof asn1js.OctetString) return Buffer.from(node.getValue());
  if (node instanceof asn1js.Primitive) return Buffer.from(node.valueBlock.valueHexView);
  if (node instanceof asn1js.Constructed) return Buffer.concat(childrenOf(node, code).map((part) => octetsOf(part, code)));
  throw new TrustError(code, "expected an octet string");
}

/** A small INTEGER (versions, iteration counts); throws `code` for others. */
export function smallIntegerOf(node: AsnNode | undefined, code: TrustCode): number {
  if (node instanceof asn1js.Integer && !node.valueBlock.isHexOnly) return node.valueBlock.valueDec;
  throw new TrustError(code, "expected a small integer");
}

/** The magnitude of an INTEGER in lower-case hex without leading zeros: how this package writes serial numbers. */
export function serialHexOf(node: asn1js.Integer): string {
  const hex = Buffer.from(node.valueBlock.valueHexView)
    .toString("hex")
    .replace(/^(00)+(?=..)/, "");
  return hex;
}
