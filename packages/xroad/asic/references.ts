import type { HashName, ReadSignature } from "@troad/trust";
import { type AnyCode, type Refused, refused } from "../codes.ts";
import { digest } from "../crypto/algorithms.ts";
import { invalidTrace, traceHashChain } from "../hashchain/verify.ts";
import { names, type XroadContainer } from "./layout.ts";

/** What was found about one file, so that a person can be told which one was altered. */
export interface FileReport {
  readonly name: string;
  /** By what it is covered, if by anything. */
  readonly by: "signature" | "hash-chain" | "timestamp" | undefined;
  readonly hash?: HashName;
  readonly expected?: Buffer;
  /** Absent when the container leaves the file out, as logs without attachments do. */
  readonly found?: Buffer;
  readonly ok: boolean;
  readonly code?: AnyCode;
}

export interface Coverage {
  readonly files: readonly FileReport[];
  readonly fault: Refused | undefined;
  /** Whether the signature is over the hash chain's result. */
  readonly viaChain: boolean;
}

const signedPropertiesType = "http://uri.etsi.org/01903#SignedProperties";

/** Compares all that a signature refers to, directly and by its hash chain; every data file must be among it. */
export function checkCoverage(container: XroadContainer, read: ReadSignature): Coverage {
  const direct = checkReferences(container, read);
  const viaChain = direct.files.some((file) => file.name === names.signatureChainResult);
  const chained = viaChain ? checkChain(container, direct.files) : checkNoChain(container);
  const files = [...direct.files, ...chained.files];
  const uncovered = [...container.data.keys()].filter((name) => !files.some((file) => file.name === name));
  const reports = [
    ...files,
    ...uncovered.map((name): FileReport => ({ name, by: undefined, ok: false, code: "asic.not-covered" })),
  ];
  // Without the chain's verdict a file that it should cover looks uncovered: the chain's fault is the cause and comes first.
  const missing = uncovered[0] === undefined ? undefined : refused("asic.not-covered", uncovered[0]);
  return { files: reports, fault: direct.fault ?? chained.fault ?? missing, viaChain };
}

interface Checked {
  readonly files: readonly FileReport[];
  readonly fault: Refused | undefined;
}

/** The references of the signature itself: X-Road writes addresses with a slash before the name, and no transforms. */
function checkReferences(container: XroadContainer, read: ReadSignature): Checked {
  const files: FileReport[] = [];
  let fault: Refused | undefined;
  let properties = 0;
  for (const reference of read.references) {
    const { uri, hash, digest: expected, content } = reference;
    if (content !== undefined) {
      // Digests compare themselves below; what else the document holds must be the signed properties, or it would be beside the point.
      const isProperties = reference.type === signedPropertiesType && uri === `#${read.signedPropertiesId}`;
      if (!isProperties) fault ??= refused("asic.reference", uri);
      else if (!digest(hash, content).equals(expected)) fault ??= refused("xades.signed-properties");
      else properties += 1;
      continue;
    }
    const name = uri.startsWith("/") ? uri.slice(1) : "";
    const data = name === names.signatureChainResult ? container.signatureChain?.result : container.data.get(name);
    if (data === undefined || reference.transformed || files.some((file) => file.name === name)) {
      fault ??= refused("asic.reference", uri);
      continue;
    }
    const found = digest(hash, data);
    const ok = found.equals(expected);
    files.push({ name, by: "signature", hash, expected, found, ok, ...(ok ? {} : { code: "asic.digest" }) });
    if (!ok) fault ??= refused("asic.digest", name);
  }
  if (properties !== 1) fault ??= refused("xades.signed-properties", "not referred to");
  return { files, fault };
}

/** A chain that the signature does not refer to proves nothing, and anyone who opens the container may think that it does. */
const checkNoChain = (container: XroadContainer): Checked =>
  container.signatureChain === undefined
    ? { files: [], fault: undefined }
    : { files: [], fault: refused("asic.not-covered", names.signatureChainResult) };

function checkChain(container: XroadContainer, direct: readonly FileReport[]): Checked {
  const { signatureChain } = container;
  if (signatureChain === undefined) return { files: [], fault: refused("asic.no-hash-chain") };
  const left = [...container.data].filter(([name]) => !direct.some((file) => file.name === name));
  return checkChainFiles(signatureChain.result, signatureChain.chain, names.signatureChain, new Map(left), "hash-chain");
}

/** Follows a chain to the files; those that it names and the container has not are reported without a verdict. */
export function checkChainFiles(
  result: Buffer,
  chain: Buffer,
  chainName: string,
  files: ReadonlyMap<string, Buffer>,
  by: "hash-chain" | "timestamp",
): Checked {
  const inputs = new Map([...files].map(([name, data]) => [`/${name}`, { data }]));
  const check = { inputs, chains: new Map([[`/${chainName}`, chain]]), allowAbsent: true };
  const traced = traceHashChain(result, check);
  if (!traced.ok) return { files: [], fault: traced };
  const reports = traced.value.references.map(({ uri, hash, expected, found }): FileReport => {
    const report = { name: uri.replace(/^\//, ""), by, hash, expected, ...(found ? { found } : {}) };
    return found === undefined || found.equals(expected)
      ? { ...report, ok: true }
      : { ...report, ok: false, code: "hashchain.reference" };
  });
  return { files: reports, fault: invalidTrace(traced.value, check) };
}
