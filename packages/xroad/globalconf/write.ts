import type { Certificate, Signer } from "@troad/trust";
import { digest, digestUris, signatureUris } from "../crypto/algorithms.ts";
import { writeBody, writeContentType, writePart } from "./multipart.ts";
import { type PrivateParams, writePrivateParams } from "./private-params.ts";
import type { SharedParams } from "./shared-params.ts";
import { type ConfVersion, writeSharedParams } from "./write-shared.ts";

/** A key of the registry that signs configurations, with the certificate by which anchors name it. */
export interface ConfSigner {
  readonly signer: Signer;
  readonly certificate: Certificate;
}

export interface GlobalConfRequest {
  readonly version: ConfVersion;
  readonly shared: SharedParams;
  readonly private: PrivateParams;
  readonly generatedAt: Date;
  /** X-Road's own default is 600 seconds after `generatedAt`. */
  readonly expires: Date;
  /** Path of the source on its server, without a slash at the end; default the root. */
  readonly basePath?: string;
  /** Further parts by their content identifier, such as MONITORING; they go to members only. */
  readonly extra?: readonly { readonly identifier: string; readonly fileName: string; readonly data: Uint8Array }[];
  /** Twenty random letters and digits, anew at each call. */
  readonly newBoundary: () => string;
}

/** A file of the distribution, by its path below the source's address. */
export interface ConfFile {
  readonly path: string;
  readonly data: Buffer;
}

/**
 * The files of a global configuration: parameters in a folder of their own, so that clients that are downloading still find the last
 * ones, and the two signed directories, internalconf with everything and externalconf with the shared parameters alone.
 * Throws RangeError on what cannot be said in the format.
 */
export async function writeGlobalConf(
  request: GlobalConfRequest,
  signers: { readonly internal: ConfSigner; readonly external: ConfSigner },
): Promise<ConfFile[]> {
  const { shared, version } = request;
  if (request.private.instance !== shared.instance) throw new RangeError("parameters of two instances");
  if (!/^[\x20-\x7e]{1,255}$/.test(shared.instance) || /['"]/.test(shared.instance))
    throw new RangeError(`not an instance identifier for a header: ${shared.instance}`);
  // Digits alone, as X-Road names these folders: the moment to the nanosecond.
  const folder = `/V${version}/${request.generatedAt.toISOString().replace(/\D/g, "")}000000`;
  const part = (identifier: string, fileName: string, data: Uint8Array): Part => ({
    identifier,
    path: `${folder}/${fileName}`,
    data: Buffer.from(data),
  });
  const sharedPart = part("SHARED-PARAMETERS", "shared-params.xml", writeSharedParams(shared, version));
  const parts = [
    sharedPart,
    part("PRIVATE-PARAMETERS", "private-params.xml", writePrivateParams(request.private)),
    ...(request.extra ?? []).map(({ identifier, fileName, data }) => part(identifier, fileName, data)),
  ];
  const internal = await signDirectory(request, parts, signers.internal);
  const external = await signDirectory(request, [sharedPart], signers.external);
  return [
    ...parts.map(({ path, data }) => ({ path, data })),
    { path: `/V${version}/internalconf`, data: internal },
    { path: `/V${version}/externalconf`, data: external },
  ];
}

interface Part {
  readonly identifier: string;
  readonly path: string;
  readonly data: Buffer;
}

const octets = "application/octet-stream";

/** A signed directory (PR-GCONF §2.3); its digests are SHA-512, as X-Road's own, and its signature is over the inner body. */
async function signDirectory(request: GlobalConfRequest, parts: readonly Part[], by: ConfSigner): Promise<Buffer> {
  const { shared, version, basePath = "" } = request;
  const head = writePart([
    ["Expire-date", request.expires.toISOString().replace(/\.\d+Z$/, "Z")],
    ["Version", String(version)],
  ]);
  const entries = parts.map((part) => {
    if (!/^[A-Z0-9-]{1,64}$/.test(part.identifier) || !/^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(basePath + part.path))
      throw new RangeError(`not a part: ${part.identifier} ${basePath}${part.path}`);
    const headers = [
      ["Content-type", octets],
      ["Content-transfer-encoding", "base64"],
      ["Content-identifier", `${part.identifier}; instance='${shared.instance}'`],
      ["Content-location", `${basePath}${part.path}`],
      ["Hash-algorithm-id", digestUris.sha512],
    ] as const;
    return writePart(headers, digest("sha512", part.data).toString("base64"));
  });
  const innerBoundary = request.newBoundary();
  const outerBoundary = request.newBoundary();
  if (
    ![innerBoundary, outerBoundary].every((boundary) => /^[A-Za-z0-9]{16,60}$/.test(boundary)) ||
    innerBoundary === outerBoundary
  )
    throw new RangeError("boundaries must be different and hard to meet by chance");
  const signed = writeBody(innerBoundary, [head, ...entries]);
  const signature = await by.signer.sign(Buffer.from(signed, "latin1"));
  const signaturePart = writePart(
    [
      ["Content-Type", octets],
      ["Content-Transfer-Encoding", "base64"],
      ["Signature-Algorithm-Id", signatureUris[by.signer.algorithm]],
      [
        "Verification-certificate-hash",
        `${digest("sha512", by.certificate.der).toString("base64")}; hash-algorithm-id="${digestUris.sha512}"`,
      ],
    ],
    Buffer.from(signature).toString("base64"),
  );
  const inner = writeContentType("multipart/mixed", innerBoundary) + signed;
  return Buffer.from(
    writeContentType("multipart/related", outerBoundary) + writeBody(outerBoundary, [inner, signaturePart]),
    "latin1",
  );
}
