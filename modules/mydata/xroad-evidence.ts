import type { Certificate } from "@troad/trust";
import { readXroadContainer, verifyXroadContainer, writeXroadContainer, type XroadTrust } from "@troad/xroad";

/** Evidence of an exchange with an X-Road server: one container per message; this is the answer's (UG-SIGDOC). */
export const isXroad = (container: Buffer): boolean => readXroadContainer(container).ok;

type Report = {
  valid: boolean;
  steps: readonly { step: string; ok: boolean; code?: string }[];
  signer: { memberId: string | undefined; subject: Certificate["subject"] } | undefined;
  signedAt: Date | undefined;
};

/** The verdict in the terms of the verifier of our own containers. */
export async function checkXroad(container: Buffer, trust: XroadTrust): Promise<Report> {
  const { valid, steps, signer, stampedAt } = await verifyXroadContainer(container, trust);
  const who = signer && { memberId: signer.subject.serialNumber, subject: signer.subject };
  return { valid, steps, signer: who, signedAt: stampedAt };
}

/** A copy with one bit of the answer altered. */
export function alterXroad(container: Buffer): Buffer {
  const opened = readXroadContainer(container);
  if (!opened.ok) return container;
  const { data, signatureXml, signatureChain, timestampChain, timestamp } = opened.value;
  const flipped = (bytes: Buffer): Buffer => {
    const copy = Buffer.from(bytes);
    copy[copy.length >> 1]! ^= 0x01;
    return copy;
  };
  const [message, attachment] = [data.get("message.xml")!, data.get("attachment1")];
  return writeXroadContainer({
    message: attachment?.length ? message : flipped(message),
    attachments: attachment ? [attachment.length > 0 ? flipped(attachment) : attachment] : [],
    signatureXml: signatureXml.toString("utf8"),
    ...(signatureChain ? { signatureChain } : {}),
    ...(timestampChain && timestamp ? { batchTimestamp: { token: timestamp, ...timestampChain } } : {}),
  });
}

/** The hash of the request that the answer's signed header names (PR-REST section 4.3). */
export function requestHashInXroad(container: Buffer): string | undefined {
  const opened = readXroadContainer(container);
  const head = opened.ok ? opened.value.data.get("message.xml")?.toString("utf8") : undefined;
  const named = (head ?? "").split("\r\n").flatMap((line) => /^x-road-request-hash:(\S+)$/i.exec(line)?.[1] ?? []);
  return named.length === 1 ? named[0] : undefined;
}
