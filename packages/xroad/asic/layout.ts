import { attempt, type Outcome, XroadError } from "../codes.ts";
import { defaultZipLimits, readZip, type ZipLimits } from "./zip.ts";

/** Names of X-Road's container (UG-SIGDOC, profile for high-performance signatures 1.2); references write them with a slash before. */
export const names = {
  mimetype: "mimetype",
  message: "message.xml",
  signatures: "META-INF/signatures.xml",
  manifest: "META-INF/manifest.xml",
  asicManifest: "META-INF/ASiCManifest.xml",
  timestamp: "META-INF/timestamp.tst",
  signatureChainResult: "sig-hashchainresult.xml",
  signatureChain: "sig-hashchain.xml",
  timestampChainResult: "ts-hashchainresult.xml",
  timestampChain: "ts-hashchain.xml",
} as const;

export const asicMime = "application/vnd.etsi.asic-e+zip";

/** The parts of a container by what they are for. */
export interface XroadContainer {
  /** The message and its attachments, and whatever else claims to be evidence. */
  readonly data: ReadonlyMap<string, Buffer>;
  readonly signatureName: string;
  readonly signatureXml: Buffer;
  /** Between a batch signature and the message. */
  readonly signatureChain: ChainFiles | undefined;
  /** Between a batch time stamp and the signature. */
  readonly timestampChain: ChainFiles | undefined;
  /** A token beside the signature, as batches have it; a single one stands in the signature. */
  readonly timestamp: Buffer | undefined;
}

export interface ChainFiles {
  readonly result: Buffer;
  readonly chain: Buffer;
}

const isSignature = (name: string): boolean => /^META-INF\/[^/]*signatures[^/]*\.xml$/.test(name);

/** Opens an X-Road container within limits; no signature is verified. Codes: `asic.*`. */
export const readXroadContainer = (bytes: Uint8Array, limits: Partial<ZipLimits> = {}): Outcome<XroadContainer> =>
  attempt(() => {
    const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return sort(readZip(archive, { ...defaultZipLimits, ...limits }));
  });

function sort(files: ReadonlyMap<string, Buffer>): XroadContainer {
  const type = files.get(names.mimetype)?.toString("latin1").trim();
  if (type?.toLowerCase() !== asicMime) throw new XroadError("asic.mimetype", type?.slice(0, 80) ?? "absent");
  if (!files.get(names.message)?.length) throw new XroadError("asic.no-message");
  const [signature, ...others] = [...files].filter(([name]) => isSignature(name));
  if (signature === undefined || signature[1].length === 0 || others.length > 0)
    throw new XroadError("asic.no-signature", `${others.length + (signature ? 1 : 0)} signatures`);
  const technical = new Set<string>([...Object.values(names), signature[0]]);
  technical.delete(names.message);
  return {
    data: new Map([...files].filter(([name]) => !technical.has(name))),
    signatureName: signature[0],
    signatureXml: signature[1],
    signatureChain: chainFiles(files, names.signatureChainResult, names.signatureChain),
    timestampChain: chainFiles(files, names.timestampChainResult, names.timestampChain),
    timestamp: files.get(names.timestamp),
  };
}

function chainFiles(files: ReadonlyMap<string, Buffer>, resultName: string, chainName: string): ChainFiles | undefined {
  const result = files.get(resultName);
  const chain = files.get(chainName);
  if (result === undefined && chain === undefined) return undefined;
  if (result === undefined || chain === undefined)
    throw new XroadError("asic.no-hash-chain", result === undefined ? resultName : chainName);
  return { result, chain };
}
