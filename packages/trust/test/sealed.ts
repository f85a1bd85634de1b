import assert from "node:assert/strict";
import {
  answerTimestamp,
  buildTimestampRequest,
  type Certificate,
  type CertificateStatus,
  type ContainerFile,
  type DigestName,
  extendToLT,
  type Identity,
  imprintOf,
  presignOcsp,
  signXades,
  tokenOfResponse,
  writeAsice,
} from "../index.ts";
import { type Authority, later, now, policy } from "./authority.ts";

export const files: readonly ContainerFile[] = [
  { name: "message.xml", mime: "text/xml", data: Buffer.from("<request>戶籍謄本</request>") },
  { name: "attachment1", mime: "application/octet-stream", data: Buffer.alloc(3000, "evidence ") },
];

/** What a test may do otherwise than an honest gateway. */
export interface Deviation {
  readonly files?: readonly ContainerFile[];
  readonly seal?: Identity;
  readonly tsa?: Identity;
  readonly stampedAt?: Date;
  readonly stampOver?: Uint8Array;
  readonly ocspFor?: Certificate;
  readonly ocspAt?: Date;
  readonly ocspIssuer?: Certificate;
  readonly status?: CertificateStatus;
  readonly certificates?: readonly Certificate[];
  readonly digest?: DigestName;
  readonly signingTime?: Date;
}

export async function stamp(bytes: Uint8Array, tsa: Identity, at: Date): Promise<Buffer> {
  const response = await answerTimestamp(buildTimestampRequest({ imprint: imprintOf(bytes) }), { tsa, policy, now: at });
  const token = tokenOfResponse(response);
  assert.ok(token.ok);
  return token.value;
}

/** A XAdES-B-LT signature over the files, as an honest gateway makes it except for the deviation. */
export async function sealXml(authority: Authority, deviation: Deviation = {}): Promise<string> {
  const { root: _root, issuing, ocsp, tsa, seal } = authority;
  const by = deviation.seal ?? seal;
  const stamper = deviation.tsa ?? tsa;
  const signed = await signXades({
    files: deviation.files ?? files,
    signer: by.signer,
    certificate: by.certificate,
    signingTime: deviation.signingTime ?? now,
    ...(deviation.digest ? { digest: deviation.digest } : {}),
  });
  const timestampToken = await stamp(deviation.stampOver ?? signed.signatureValueC14n, stamper, deviation.stampedAt ?? later(1));
  const subject = deviation.ocspFor ?? by.certificate;
  const responder = { issuer: deviation.ocspIssuer ?? issuing.certificate, responder: ocsp, now: deviation.ocspAt ?? later(2) };
  const ocspResponse = await presignOcsp(subject.serialHex, deviation.status ?? { status: "good" }, responder);
  const certificates = deviation.certificates ?? [issuing.certificate, stamper.certificate, ocsp.certificate];
  return extendToLT(signed.xml, { timestampToken, ocspResponse, certificates });
}

export const sealContainer = async (authority: Authority, deviation: Deviation = {}): Promise<Buffer> =>
  writeAsice(deviation.files ?? files, await sealXml(authority, deviation));
