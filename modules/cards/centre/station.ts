import { createHash } from "node:crypto";
import type { ModuleContext } from "@troad/kernel";
import type { Issued, PkiApi } from "@troad/pki/api";
import { createCsr, csrPem, parseCertificate, personaliseToken } from "@troad/trust";
import type { CardContent } from "../domain/card-content.ts";

export type Made = { auth: Issued; sign: Issued };
/** What only the letter to the holder says; it is in memory while a card is made, and nowhere else. */
export type CardSecrets = { pin1: string; pin2: string; puk: string; code: string };

export type Station = ReturnType<typeof openStation>;
type Parts = { ctx: Pick<ModuleContext, "ids">; content: CardContent; pki: Pick<PkiApi, "certifyCard">; modulePath: string };
type Holder = { name: string; nationalId: string };

/** Places of digits that cannot be told from each other by their order: no remainder is likelier than another (rejection above 250). */
export function digits(count: number, random: (bytes: number) => Buffer): string {
  let text = "";
  while (text.length < count) for (const byte of random(count)) if (byte < 250 && text.length < count) text += String(byte % 10);
  return text;
}

/** Reader and printer of the centre: the keys of a card are made in its token by PKCS#11, which they never leave. */
export function openStation({ ctx, content, pki, modulePath }: Parts) {
  const one = async (
    blank: string,
    which: 0 | 1,
    secrets: CardSecrets,
    holder: Holder & { subscriberNo: string },
    notAfter: string,
  ): Promise<Issued> => {
    const { id, profile, pin } = content.keys[which];
    const label = `${blank}-${id}`;
    const token = { modulePath, label, puk: secrets.puk, pin: secrets[pin], object: id, id: Buffer.from([which + 1]) };
    return personaliseToken(token, async ({ signer, putCertificate }) => {
      const csr = await createCsr({ subject: { C: "TW", CN: holder.name, serialNumber: holder.subscriberNo }, signer });
      const issued = await pki.certifyCard({
        ...{ request: blank, csr: csrPem(csr), profile, notAfter },
        holder: { name: holder.name, subscriberNo: holder.subscriberNo, nationalIdTail: holder.nationalId.slice(-4) },
      });
      await putCertificate(parseCertificate(issued.certificate));
      return issued;
    });
  };
  return {
    secrets: (): CardSecrets => ({
      pin1: digits(content.pins.pin1.digits, ctx.ids.random),
      pin2: digits(content.pins.pin2.digits, ctx.ids.random),
      puk: digits(content.pins.puk.digits, ctx.ids.random),
      code: digits(8, ctx.ids.random),
    }),
    /** Makes both keys in the blank and has them certified, on hold. Throws `token.*` where the blank is not good. */
    personalise: async (blank: string, secrets: CardSecrets, holder: Holder, notAfter: string): Promise<Made> => {
      // sixteen digits that reveal nothing about the person, like the subscriber number of MOICA
      const subscriberNo = digits(16, ctx.ids.random);
      const auth = await one(blank, 0, secrets, { ...holder, subscriberNo }, notAfter);
      const sign = await one(blank, 1, secrets, { ...holder, subscriberNo }, notAfter);
      return { auth, sign };
    },
  };
}

/** Of a certificate, as it is printed small on a card's back and in the print file. */
export const fingerprintOf = (pem: string): string => createHash("sha256").update(parseCertificate(pem).der).digest("hex");
