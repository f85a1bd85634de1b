import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { failures, type Queryable } from "@troad/kernel";
import { countWrongCode, eraseOldCodes, insertMachineCode, takeMachineCode } from "../../store/machine-codes.ts";

const fail = failures({ "machine.code-refused": 403 });
const info = (what: string): string => `troad machine code 1 ${what}`;
const derive = (secret: string, id: string, what: string): Buffer => Buffer.from(hkdfSync("sha256", secret, id, info(what), 32));
const ivBytes = 12;
const tagBytes = 16;

/**
 * Seals something under a code of 256 random bits that is told once. The database keeps what is sealed and a proof of the code, and can open it with
 * neither.
 */
export async function issueMachineCode(q: Queryable, content: Buffer, minutes: number): Promise<string> {
  await eraseOldCodes(q);
  const [id, secret] = [randomBytes(8).toString("hex"), randomBytes(32).toString("base64url")];
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", derive(secret, id, "key"), iv).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([iv, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  await insertMachineCode(q, { id, proof: derive(secret, id, "proof"), sealed, minutes });
  return `${id}.${secret}`;
}

/** What a code sealed, for the one who comes first. Throws `machine.code-refused`, whatever is wrong. */
export async function redeemMachineCode(q: Queryable, code: string): Promise<Buffer> {
  await eraseOldCodes(q);
  const [, id, secret] = /^([0-9a-f]{16})\.([A-Za-z0-9_-]{43})$/.exec(code.trim()) ?? [];
  if (id === undefined || secret === undefined) throw fail("machine.code-refused");
  const sealed = await takeMachineCode(q, id, derive(secret, id, "proof"));
  if (!sealed) {
    await countWrongCode(q, id);
    throw fail("machine.code-refused");
  }
  try {
    const opening = createDecipheriv("aes-256-gcm", derive(secret, id, "key"), sealed.subarray(0, ivBytes)).setAAD(
      Buffer.from(id),
    );
    opening.setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([opening.update(sealed.subarray(ivBytes, -tagBytes)), opening.final()]);
  } catch {
    throw fail("machine.code-refused");
  }
}
