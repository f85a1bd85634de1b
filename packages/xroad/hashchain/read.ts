import type { HashName } from "@troad/trust";
import type { Element } from "@xmldom/xmldom";
import { XroadError } from "../codes.ts";
import { hashOfUri } from "../crypto/algorithms.ts";
import { base64Of, Children, childElements, parseXml } from "../xml/read.ts";

/** Hash chain documents as hashchain.xsd defines them; what the schema has no place for is refused. */
export const hashChainNs = "http://cyber.ee/hashchain";
export const dsNs = "http://www.w3.org/2000/09/xmldsig#";

const limits = { bytes: 4 << 20, elements: 50_000 };
const code = "hashchain.malformed";

export interface HashChainResult {
  /** `/sig-hashchain.xml#STEP0` */
  readonly uri: string;
  readonly hash: HashName;
  readonly digest: Buffer;
}

/** One of the values that a step combines, in their order. */
export type HashValue =
  | { readonly kind: "hash"; readonly hash: HashName; readonly digest: Buffer }
  | { readonly kind: "step"; readonly hash: HashName; readonly uri: string }
  | {
      readonly kind: "data";
      readonly hash: HashName;
      readonly uri: string;
      readonly digest: Buffer;
      /** Canonicalisations to run on the data before it is hashed. */
      readonly transforms: readonly string[];
    };

export type HashSteps = ReadonlyMap<string, readonly HashValue[]>;

/** Reads a HashChainResult. Throws `hashchain.malformed`, `algorithm.unknown`, `xml.*`. */
export function readHashChainResult(bytes: Uint8Array): HashChainResult {
  const { root } = parseXml(bytes, limits);
  requireName(root, "HashChainResult");
  const children = new Children(root, dsNs, code);
  const hash = algorithmOf(children.required("DigestMethod"));
  const digest = digestOf(children.required("DigestValue"));
  children.end();
  return { uri: attribute(root, "URI"), hash, digest };
}

/** Reads a HashChain: its steps by their ids. Throws `hashchain.malformed`, `algorithm.unknown`, `xml.*`. */
export function readHashChain(bytes: Uint8Array): HashSteps {
  const { root } = parseXml(bytes, limits);
  requireName(root, "HashChain");
  const children = new Children(root, hashChainNs, code);
  const method = children.optional("DefaultDigestMethod");
  const defaultHash = method && algorithmOf(method);
  const steps = new Map<string, readonly HashValue[]>();
  for (const step of children.all("HashStep")) {
    // A step without an id can be meant by nobody.
    const id = step.getAttribute("id");
    const values = childElements(step).map((value) => readValue(value, defaultHash));
    if (id !== null) steps.set(id, values);
  }
  children.end();
  return steps;
}

function readValue(node: Element, defaultHash: HashName | undefined): HashValue {
  const name = node.namespaceURI === hashChainNs ? node.localName : "";
  const children = new Children(node, dsNs, code);
  const method = children.optional("DigestMethod");
  const hash = method ? algorithmOf(method) : defaultHash;
  if (hash === undefined) throw new XroadError(code, "no digest method");
  const value = readContent(node, name ?? "", children, hash);
  children.end();
  return value;
}

function readContent(node: Element, name: string, children: Children, hash: HashName): HashValue {
  switch (name) {
    case "StepRef":
      return { kind: "step", hash, uri: attribute(node, "URI") };
    case "HashValue":
      // The schema allows transforms here too, but a digest that is given leaves nothing to transform.
      return { kind: "hash", hash, digest: digestOf(children.required("DigestValue")) };
    case "DataRef": {
      const transforms = readTransforms(children.optional("Transforms"));
      return { kind: "data", hash, uri: attribute(node, "URI"), digest: digestOf(children.required("DigestValue")), transforms };
    }
    default:
      throw new XroadError(code, `unknown ${node.localName} in a step`);
  }
}

function readTransforms(node: Element | undefined): string[] {
  if (node === undefined) return [];
  const children = new Children(node, dsNs, code);
  const transforms = children.all("Transform").map((transform) => {
    if (childElements(transform).length > 0) throw new XroadError(code, "transform with parameters");
    return attribute(transform, "Algorithm");
  });
  children.end();
  return transforms;
}

/** Lengths are not compared with the algorithm: X-Road's own sample data has digests of one byte. */
const digestOf = (node: Element): Buffer => base64Of(node);

function algorithmOf(node: Element): HashName {
  if (childElements(node).length > 0) throw new XroadError(code, "digest method with parameters");
  return hashOfUri(attribute(node, "Algorithm"));
}

function attribute(node: Element, name: string): string {
  const value = node.getAttribute(name);
  if (value === null || value === "") throw new XroadError(code, `${node.localName} without ${name}`);
  return value;
}

function requireName(root: Element, name: string): void {
  if (root.namespaceURI !== hashChainNs || root.localName !== name)
    throw new XroadError(code, `${root.localName} instead of ${name}`);
}
