import type { EidApi } from "@troad/eid/api";
import { instant, type ModuleContext } from "@troad/kernel";
import { PadesError, signPdf } from "@troad/pades";
import type { EvidenceSource } from "@troad/pki/evidence";
import { type Certificate, extendToLT, imprintOf, parseCertificate, type Signer, signXades, writeAsice } from "@troad/trust";
import { fail } from "./errors.ts";
import { type FileRow, filesOf, markSigned, storeSigned, type TaskRow } from "./store/tasks.ts";

type Parts = { ctx: ModuleContext; eid: Pick<EidApi, "signingCertificate" | "signWithCard">; evidence: EvidenceSource };
type Who = { subject: string; pin: string };

/** What was signed stays for its signer to save for so long. */
const keptMs = 24 * 3_600_000;

/**
 * Signs what a task shows with the person's card: each PDF within itself (PAdES B-LT), all other files in one container (ASiC-E with
 * XAdES B-LT). Nothing is stored unless all of it was signed.
 */
export async function signTask(parts: Parts, task: TaskRow, who: Who): Promise<void> {
  const { ctx } = parts;
  const signer = await cardSigner(parts, who);
  const files = await filesOf(ctx.db, task.id);
  const signed = new Map<number, Buffer>();
  for (const file of files.filter(({ pages }) => pages !== null)) signed.set(file.n, await sealedPdf(parts, signer, file));
  const others = files.filter(({ pages }) => pages === null);
  const container = others.length > 0 ? await containerOf(parts, signer, others) : null;
  const now = ctx.clock.now();
  await ctx.db.tx(async (tx) => {
    const expiresAt = new Date(now.getTime() + keptMs).toISOString();
    if (!(await markSigned(tx, { id: task.id, at: instant(ctx.clock), expiresAt, container }))) return;
    for (const [n, bytes] of signed) await storeSigned(tx, task.id, n, bytes);
    await tx.audit({ actor: who.subject, action: "signing.signed", target: task.id, detail: { files: files.length } });
  });
}

type CardSigner = { signer: Signer; certificate: Certificate };

/** The card's key as a signer: each use asks the eID with the PIN. */
async function cardSigner({ eid }: Parts, { subject, pin }: Who): Promise<CardSigner> {
  const found = await eid.signingCertificate(subject);
  if (!found) throw fail("signing.no-card");
  const certificate = parseCertificate(found.certificate);
  return {
    certificate,
    signer: {
      publicKey: certificate.publicKey,
      algorithm: "ES256",
      sign: async (bytes) => {
        const data = Buffer.from(bytes).toString("base64");
        return Buffer.from((await eid.signWithCard({ subject, pin, data })).signature, "base64");
      },
    },
  };
}

async function sealedPdf({ ctx, evidence }: Parts, { signer, certificate }: CardSigner, file: FileRow): Promise<Buffer> {
  try {
    return await signPdf(file.content, {
      signer,
      chain: [certificate, ...(await evidence.above(certificate))],
      signingTime: ctx.clock.now(),
      timestamp: evidence.timestamp,
      status: evidence.status,
    });
  } catch (error) {
    if (error instanceof PadesError) throw fail("signing.file-refused", { name: file.name }, error.message);
    throw error;
  }
}

async function containerOf(
  { ctx, evidence }: Parts,
  { signer, certificate }: CardSigner,
  files: readonly FileRow[],
): Promise<Buffer> {
  const contained = files.map(({ name, mime, content }) => ({ name, mime, data: content }));
  const above = await evidence.above(certificate);
  const signed = await signXades({ files: contained, signer, certificate, signingTime: ctx.clock.now() });
  const timestampToken = await evidence.timestamp(imprintOf(signed.signatureValueC14n));
  const ocspResponse = await evidence.status(certificate);
  if (!ocspResponse) throw fail("signing.away", {}, "no status");
  return writeAsice(contained, extendToLT(signed.xml, { timestampToken, ocspResponse, certificates: above }));
}
