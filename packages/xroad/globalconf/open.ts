import type { Certificate } from "@troad/trust";
import { attempt, type Outcome, XroadError } from "../codes.ts";
import { digest } from "../crypto/algorithms.ts";
import type { Anchor } from "./anchor.ts";
import { type Directory, type DirectoryPart, verifyDirectory } from "./directory.ts";
import { type PrivateParams, readPrivateParams } from "./private-params.ts";
import { readSharedParams } from "./read-shared.ts";
import type { SharedParams } from "./shared-params.ts";

/** A configuration that holds: every part is the one that the directory's signature covers. */
export interface GlobalConf {
  readonly directory: Directory;
  /** By instance: a source may also pass on the shared parameters of federated instances. */
  readonly shared: ReadonlyMap<string, SharedParams>;
  /** In internal distributions only. */
  readonly private: PrivateParams | undefined;
  /** Parts of other kinds, verified but not read. */
  readonly others: readonly { readonly part: DirectoryPart; readonly data: Buffer }[];
}

export interface GlobalConfCheck {
  /** The instance that the anchor is for. */
  readonly instance: string;
  readonly certificates: readonly Certificate[];
  readonly now: Date;
  readonly version?: number;
}

const sharedIdentifier = "SHARED-PARAMETERS";
const privateIdentifier = "PRIVATE-PARAMETERS";

/**
 * Verifies a downloaded configuration: its directory, and the parts that the directory lists, by their locations. A part that was
 * not downloaded is a refusal, a file that is not listed is never looked at.
 * Codes: those of `verifyDirectory`, `part.*`, `directory.instance`, `params.*`, `anchor.malformed`, `xml.*`, `certificate.malformed`.
 */
export function verifyGlobalConf(
  directory: Uint8Array,
  fileAt: (location: string) => Uint8Array | undefined,
  check: GlobalConfCheck,
): Outcome<GlobalConf> {
  const verified = verifyDirectory(directory, check);
  return verified.ok ? attempt(() => readParts(verified.value, fileAt, check.instance)) : verified;
}

function readParts(directory: Directory, fileAt: (location: string) => Uint8Array | undefined, instance: string): GlobalConf {
  const shared = new Map<string, SharedParams>();
  let privateParams: PrivateParams | undefined;
  const others: { part: DirectoryPart; data: Buffer }[] = [];
  for (const part of directory.parts) {
    const data = verifiedPart(part, fileAt(part.location));
    if (part.identifier === sharedIdentifier) {
      const params = requireOk(readSharedParams(data));
      requireInstance(part, params.instance);
      shared.set(params.instance, params);
    } else if (part.identifier === privateIdentifier) {
      privateParams = requireOk(readPrivateParams(data));
      requireInstance(part, privateParams.instance);
      // Private parameters name where to register: those of another instance would send members away.
      if (privateParams.instance !== instance) throw new XroadError("directory.instance", privateParams.instance);
    } else others.push({ part, data });
  }
  if (!shared.has(instance)) throw new XroadError("directory.instance", `no shared parameters of ${instance}`);
  return { directory, shared, private: privateParams, others };
}

/** The file, if it is the one that the directory lists. Throws `part.missing` or `part.digest`. */
function verifiedPart(part: DirectoryPart, bytes: Uint8Array | undefined): Buffer {
  if (bytes === undefined) throw new XroadError("part.missing", part.location);
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!digest(part.hash, data).equals(part.digest)) throw new XroadError("part.digest", part.location);
  return data;
}

/** The instance is said twice, in the directory and in the document. */
function requireInstance(part: DirectoryPart, instance: string): void {
  if (part.instance !== instance) throw new XroadError("part.instance", `${part.location}: ${part.instance} and ${instance}`);
}

function requireOk<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new XroadError(outcome.code, outcome.detail);
  return outcome.value;
}

/**
 * The certificates that a directory of the instance may be signed by: the anchor's, and those that the last accepted shared
 * parameters announce for that distribution. This is how a source changes its key without a new anchor for everybody.
 */
export const trustedCertificates = (
  anchor: Anchor,
  distribution: "internal" | "external",
  lastAccepted?: SharedParams,
): Certificate[] => [
  ...anchor.sources.flatMap((source) => source.certificates),
  ...(lastAccepted?.instance === anchor.instance
    ? lastAccepted.sources.flatMap((source) =>
        distribution === "internal" ? source.internalCertificates : source.externalCertificates,
      )
    : []),
];
