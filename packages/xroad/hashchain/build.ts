import type { HashName } from "@troad/trust";
import { digestUris } from "../crypto/algorithms.ts";
import { base64Leaf, element, xmlDocument } from "../xml/write.ts";
import { type Digest, stepDigest } from "./digest-list.ts";
import { dsNs, hashChainNs } from "./read.ts";

/** A file of a message, by the address that references use: `/message.xml`, `/attachment1`, `/META-INF/signatures.xml`. */
export interface HashChainFile {
  readonly uri: string;
  readonly digest: Uint8Array;
}

export interface HashChainRequest {
  readonly hash: HashName;
  /** The files of each message, or of each signature that shares a time stamp. */
  readonly messages: readonly (readonly HashChainFile[])[];
  /** The name under which each message will have its own chain: `/sig-hashchain.xml` or `/ts-hashchain.xml`. */
  readonly chainUri: string;
}

export interface HashChains {
  /** To be signed or stamped once for all. */
  readonly result: Buffer;
  /** For each message the chain that leads to it, without a word about the others but their digests. */
  readonly chains: readonly Buffer[];
}

/** A binary tree over the messages; a node without a partner moves up as it is. */
type Node = {
  readonly digest: Digest;
  readonly children?: readonly [Node, Node];
  readonly first: number;
  readonly count: number;
};

/**
 * Builds the hash chains of a batch. Throws RangeError without messages, for a message without files, and for a single file, whose
 * digest needs no chain.
 */
export function buildHashChains(request: HashChainRequest): HashChains {
  const { result, chainOf } = openHashChains(request);
  return { result, chains: request.messages.map((_, index) => chainOf(index)) };
}

/** The same where chains are wanted of some messages only, or later: the tree once, a chain when it is asked for. */
export function openHashChains(request: HashChainRequest): { result: Buffer; chainOf(index: number): Buffer } {
  const root = treeOf(request);
  return {
    result: resultOf(request, root),
    chainOf: (index) => {
      const files = request.messages[index];
      if (!files) throw new RangeError(`no message ${index}`);
      return chainTo(root, index, files, request.hash);
    },
  };
}

function treeOf({ hash, messages }: HashChainRequest): Node {
  if (messages.length === 0 || messages.some((files) => files.length === 0)) throw new RangeError("nothing to chain");
  if (messages.length === 1 && messages[0]?.length === 1) throw new RangeError("a single file needs no chain");
  return combine(
    hash,
    messages.map((files, first): Node => ({ digest: digestOfMessage(hash, files), first, count: 1 })),
  );
}

function resultOf({ hash, chainUri }: HashChainRequest, root: Node): Buffer {
  const result = element(
    "hc:HashChainResult",
    [digestMethod("DigestMethod", hash), base64Leaf("DigestValue", root.digest.digest)],
    { URI: `${chainUri}#STEP0`, ...namespaces },
  );
  return xmlDocument(result);
}

const namespaces = { xmlns: dsNs, "xmlns:hc": hashChainNs };

const digestMethod = (name: string, hash: HashName): string => element(name, [], { Algorithm: digestUris[hash] });

/** A message with attachments is a step of its own; one without is its one file. */
function digestOfMessage(hash: HashName, files: readonly HashChainFile[]): Digest {
  const [file, ...others] = files.map(({ digest }): Digest => ({ hash, digest }));
  return file && others.length === 0 ? file : stepDigest(hash, file ? [file, ...others] : []);
}

function combine(hash: HashName, level: readonly Node[]): Node {
  const [only, second] = level;
  if (only === undefined) throw new RangeError("nothing to chain");
  if (second === undefined) return only;
  const above: Node[] = [];
  for (let index = 0; index < level.length; index += 2) {
    const left = level[index];
    const right = level[index + 1];
    if (left && right) {
      const digest = stepDigest(hash, [left.digest, right.digest]);
      above.push({ digest, children: [left, right], first: left.first, count: left.count + right.count });
    } else if (left) above.push(left);
  }
  return combine(hash, above);
}

function chainTo(root: Node, index: number, files: readonly HashChainFile[], hash: HashName): Buffer {
  const steps: string[] = [];
  const [file] = files;
  const step = (...values: string[]): void => {
    steps.push(element("hc:HashStep", values, { id: `STEP${steps.length}` }));
  };
  let node = root;
  while (node.children) {
    const [left, right] = node.children;
    const goesRight = index >= right.first;
    const next = goesRight ? right : left;
    const onward =
      next.children === undefined && file && files.length === 1
        ? dataRef(file)
        : element("hc:StepRef", [], { URI: `#STEP${steps.length + 1}` });
    const other = element("hc:HashValue", [base64Leaf("DigestValue", (goesRight ? left : right).digest.digest)]);
    step(...(goesRight ? [other, onward] : [onward, other]));
    node = next;
  }
  if (files.length > 1) step(...files.map(dataRef));
  return xmlDocument(element("hc:HashChain", [digestMethod("hc:DefaultDigestMethod", hash), ...steps], namespaces));
}

const dataRef = ({ uri, digest }: HashChainFile): string =>
  element("hc:DataRef", [base64Leaf("DigestValue", digest)], { URI: uri });
