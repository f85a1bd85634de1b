import { createHash } from "node:crypto";
import { failures, instant, type ModuleContext } from "@troad/kernel";
import { agreedSets, fieldKey, type Missing, type Person } from "../requests/agreed.ts";
import { insertSignature, signaturesOf } from "../store/company-signatures.ts";
import type { AgreedSet, RequestRow } from "../store/requests.ts";
import { type Companies, subjectOfBusiness } from "./companies.ts";
import { signedBy } from "./represented.ts";

const fail = failures({
  "mydata.proof-too-weak": 403,
  "mydata.signed-otherwise": 409,
  "mydata.not-representative": 403,
});
/** Whose signatures an answer in the name of a business still needs. */
type Waiting = { waiting: string[] };
type Answer = { subject: string; actor: string; mandate: string | null; lang: string; sets: AgreedSet[] | null };
type Parts = {
  companies: Companies;
  open(id: string): Promise<{ request: RequestRow }>;
  store(request: RequestRow, answer: Answer): Promise<void>;
  tooWeak(request: Pick<RequestRow, "sets">, proof: number): unknown[];
};

/** How a request for a business's data is answered: by those who represent it now, as many as its register says. */
export function openBusinessAnswers(ctx: ModuleContext, { companies, open, store, tooWeak }: Parts) {
  return {
    /** Who signed for a business so far, and what. */
    signatures: (id: string) => signaturesOf(ctx.db, id),
    /** Businesses for which this person may answer a request. */
    companiesFor: async (
      { id, of }: Pick<RequestRow, "id" | "of">,
      { subject, nationalId }: Omit<Person, "proof">,
      lang: string,
    ) => {
      if (of !== "business" || nationalId === null) return [];
      const whose = createHash("sha256").update(subject).digest("hex").slice(0, 12);
      const purpose = ctx.texts.translator(lang)("mydata.purpose.companies");
      return companies.ofPerson({ id: `${id}-${whose}`, subject, nationalId, purpose });
    },
    /** A representative agrees in the name of a business. Where its register says that two do, the consent is there with the second. */
    async agreeFor(
      id: string,
      person: Person,
      { chosen, business, lang }: { chosen: readonly string[]; business: string; lang: string },
    ): Promise<Missing | Waiting | undefined> {
      const { request } = await open(id);
      if (request.of !== "business") throw fail("mydata.not-representative");
      if (tooWeak(request, person.proof).length > 0) throw fail("mydata.proof-too-weak");
      const agreed = agreedSets(request.sets, chosen, lang);
      if ("missing" in agreed) return agreed;
      const company = await companies.represent(business, person.nationalId, id);
      const fields = agreed.sets.flatMap(({ set, fields: names }) => names.map((name) => fieldKey(set, name))).sort();
      const before = await signaturesOf(ctx.db, id);
      const isSame = before.every((one) => one.business === business && one.fields.join() === fields.join());
      if (!isSame) throw fail("mydata.signed-otherwise");
      const own = company.representatives.find(({ nationalId }) => nationalId === person.nationalId)!;
      await ctx.db.tx(async (tx) => {
        const row = { request: id, business, business_name: company.name, signer: person.subject, signer_name: own.name };
        if (await insertSignature(tx, { ...row, fields, at: instant(ctx.clock) }))
          await tx.audit({ actor: person.subject, action: "mydata.company-signed", target: id, detail: { business } });
      });
      const signed = await companies.numbersOf(await signaturesOf(ctx.db, id));
      if (!signedBy(company, signed))
        return { waiting: company.representatives.filter((one) => !signed.includes(one.nationalId)).map(({ name }) => name) };
      const row = { subject: subjectOfBusiness(business), mandate: null, actor: person.subject, lang, sets: agreed.sets };
      await store(request, row);
      return undefined;
    },
  };
}
