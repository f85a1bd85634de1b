import type { HashName } from "@troad/trust";
import { attempt, type Outcome, type Refused, refused, XroadError } from "../codes.ts";
import { digest } from "../crypto/algorithms.ts";
import { type Digest, stepDigest } from "./digest-list.ts";
import { type HashSteps, type HashValue, readHashChain, readHashChainResult } from "./read.ts";
import { transformed } from "./transform.ts";

/** What a chain should lead to: the data, or its digest where the data itself is elsewhere (a logged attachment). */
export type HashChainInput = { readonly data: Uint8Array } | Digest;

export interface HashChainCheck {
  /** By address, such as `/message.xml`: each of them must be referred to by the chain. */
  readonly inputs: ReadonlyMap<string, HashChainInput>;
  /** The chain documents, by address. */
  readonly chains: ReadonlyMap<string, Uint8Array>;
  /** Accept references to data that is not among the inputs and report them as absent: what they say is then not checked. */
  readonly allowAbsent?: boolean;
}

/** Data that a chain refers to, with the digest that stands in the chain and the one of the data. */
export interface HashChainReference {
  readonly uri: string;
  readonly hash: HashName;
  readonly expected: Buffer;
  /** Undefined when the data was not there to be compared. */
  readonly found: Buffer | undefined;
}

/** What a chain says and what was found: to tell a person which file it is. */
export interface HashChainTrace {
  readonly references: readonly HashChainReference[];
  readonly expected: Buffer;
  readonly found: Buffer;
}

const maxSteps = 4096;

/**
 * Verifies that a hash chain leads from its result to the inputs. The caller has verified the result itself, by a signature or a
 * time stamp. Returns the data that the chain refers to. Codes: `hashchain.*`, `algorithm.unknown`, `xml.*`.
 */
export function verifyHashChain(result: Uint8Array, check: HashChainCheck): Outcome<readonly HashChainReference[]> {
  const traced = traceHashChain(result, check);
  if (!traced.ok) return traced;
  const fault = invalidTrace(traced.value, check);
  return fault ?? { ok: true, value: traced.value.references };
}

/** Walks a chain without a verdict; `invalidTrace` gives it. Codes: those of a chain that cannot be followed. */
export const traceHashChain = (result: Uint8Array, check: HashChainCheck): Outcome<HashChainTrace> =>
  attempt(() => {
    const wanted = readHashChainResult(result);
    const walk = new Walk(check);
    const found = walk.step(wanted.uri, "", wanted.hash);
    return { references: walk.references, expected: wanted.digest, found: Buffer.from(found.digest) };
  });

export function invalidTrace(trace: HashChainTrace, check: HashChainCheck): Refused | undefined {
  const altered = trace.references.find(({ expected, found }) => found !== undefined && !found.equals(expected));
  if (altered) return refused("hashchain.reference", altered.uri);
  if (!trace.expected.equals(trace.found)) return refused("hashchain.result");
  const unused = [...check.inputs.keys()].find((uri) => !trace.references.some((reference) => reference.uri === uri));
  return unused === undefined ? undefined : refused("hashchain.unused-input", unused);
}

/** One way through the steps; steps that two others refer to are computed once, so that a chain cannot be made to explode. */
class Walk {
  readonly references: HashChainReference[] = [];
  readonly #check: HashChainCheck;
  readonly #documents = new Map<string, HashSteps>();
  readonly #done = new Map<string, readonly Digest[]>();
  readonly #open = new Set<string>();

  constructor(check: HashChainCheck) {
    this.#check = check;
  }

  /** The digest of the step at `document#id`; an empty document is the current one. */
  step(uri: string, current: string, hash: HashName): Digest {
    const [document = "", id = "", ...rest] = uri.split("#");
    if (id === "" || rest.length > 0) throw new XroadError("hashchain.malformed", `address of a step: ${uri}`);
    return stepDigest(hash, this.#digestsOf(document === "" ? current : document, id));
  }

  #digestsOf(document: string, id: string): readonly Digest[] {
    const key = `${document}#${id}`;
    const done = this.#done.get(key);
    if (done) return done;
    if (this.#open.has(key)) throw new XroadError("hashchain.circular", key);
    // A chain over n messages is log2(n) deep; this also bounds the recursion.
    if (this.#open.size >= 64 || this.#done.size >= maxSteps) throw new XroadError("hashchain.too-large", key);
    this.#open.add(key);
    const values = this.#stepsOf(document).get(id);
    if (values === undefined) throw new XroadError("hashchain.unresolved", key);
    const digests = values.map((value) => this.#digestOf(value, document));
    this.#open.delete(key);
    this.#done.set(key, digests);
    return digests;
  }

  #stepsOf(document: string): HashSteps {
    const known = this.#documents.get(document);
    if (known) return known;
    const bytes = this.#check.chains.get(document);
    if (bytes === undefined) throw new XroadError("hashchain.unresolved", document);
    const steps = readHashChain(bytes);
    this.#documents.set(document, steps);
    return steps;
  }

  #digestOf(value: HashValue, document: string): Digest {
    if (value.kind === "hash") return value;
    if (value.kind === "step") return this.step(value.uri, document, value.hash);
    const { uri, hash } = value;
    const input = this.#check.inputs.get(uri);
    if (input === undefined && !this.#check.allowAbsent) throw new XroadError("hashchain.unresolved", uri);
    this.references.push({ uri, hash, expected: value.digest, found: input && digestOfInput(input, value) });
    // Further up goes what stands in the chain: that it is the data's digest is compared by the caller, file by file.
    return value;
  }
}

function digestOfInput(input: HashChainInput, value: HashValue & { kind: "data" }): Buffer {
  if ("data" in input) return digest(value.hash, transformed(input.data, value.transforms));
  // A digest by another algorithm, or of data before its transforms, says nothing about this reference.
  if (input.hash !== value.hash || value.transforms.length > 0) throw new XroadError("hashchain.unresolved", value.uri);
  return Buffer.from(input.digest);
}
