import { keepersOf, keepersSchema, readRoad } from "@troad/directory";
import { failures, isUuid, type ModuleContext } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { signSealJws } from "@troad/trust";
import { namesOf } from "@troad/web";
import Type from "typebox";
import { type ReceiptWords, receiptOf, receiptType } from "./domain/receipt.ts";
import { consentById, consentOf } from "./store/consents.ts";

const fail = failures({ "mydata.consent-unknown": 404 });
const registerShape = Type.Object({
  agency: keepersSchema,
  subsystem: Type.String(),
  service: Type.String(),
  fields: Type.Array(Type.Object({ name: Type.String(), dataClass: Type.String() })),
});
/** Data that the law protects most (Personal Data Protection Act article 6). */
const specialClasses = ["health", "genetic", "sexual-life", "criminal"];

export type Receipts = {
  /** The receipt of a consent of this person, as it stands now. */
  plain(subject: string, id: string, lang: string): Promise<object>;
  /** The same, sealed by the platform. */
  sealed(subject: string, id: string, lang: string): Promise<string>;
};

type ReceiptNames = {
  purposeOf(lang: string, agreement: string): string | undefined;
  recipientName(lang: string, recipient: string): string;
};

/** Receipts of consents, for their person alone. */
export function openReceipts(ctx: ModuleContext, seal: MemberKey, { purposeOf, recipientName }: ReceiptNames): Receipts {
  const { instance, agencies } = readRoad(ctx.content);
  const names = namesOf(ctx);
  const special = new Set(
    ctx.content.read("registers", "register.json", registerShape).flatMap(({ value }) => {
      const members = agencies.filter(({ id }) => keepersOf(value.agency).includes(id)).map(({ member }) => member);
      const found = value.fields.filter(({ dataClass }) => specialClasses.includes(dataClass));
      return members.flatMap((member) =>
        found.map(({ name }) => `${instance}/${member}/${value.subsystem}/${value.service} ${name}`),
      );
    }),
  );
  const plain: Receipts["plain"] = async (subject, id, lang) => {
    const found = isUuid(id) ? await consentById(ctx.db, id) : undefined;
    if (!found || found.subject !== subject) throw fail("mydata.consent-unknown");
    const consent = consentOf(found);
    const words: ReceiptWords = {
      recipient: consent.recipient ? recipientName(lang, consent.recipient) : null,
      agency: (of) => names.agency(lang, of),
      purpose: (agreement) => purposeOf(lang, agreement) ?? consent.purpose,
      dataSet: (provider) => names.dataSet(lang, provider),
      field: (provider, name) => ({ label: names.field(lang, provider, name), special: special.has(`${provider} ${name}`) }),
    };
    const withdrawAt = `${ctx.origin("mydata")}/my-data/consents`;
    return receiptOf(consent, words, { lang, now: ctx.clock.now(), withdrawAt });
  };
  return {
    plain,
    sealed: async (subject, id, lang) => signSealJws({ ...(await plain(subject, id, lang)) }, { typ: receiptType, ...seal }),
  };
}
