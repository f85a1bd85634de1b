import { instant, kernelFailure, type ModuleContext } from "@troad/kernel";
import type { PeopleApi } from "@troad/people/api";
import type { Session } from "@troad/web";
import type { Holdings } from "../carriers/holdings.ts";
import type { StoredInvoice } from "../invoices/lookup.ts";
import { accountFailure } from "./errors.ts";
import { type FamilyView, insertAgreed, insertView, insertViewEnd, lockViews, viewsOf } from "./family-store.ts";

export type { FamilyView } from "./family-store.ts";

const mostViews = 10;
type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  people: Pick<PeopleApi, "personNamed">;
  holdings: Pick<Holdings, "of" | "ofMonth">;
};

/** A joint view of a family: a person offers theirs by number and name, the other agrees, and either ends it at once. */
export function openFamily({ ctx: { db, clock }, people, holdings }: Parts) {
  return {
    views: (subject: string) => viewsOf(db, subject),
    offer: async (
      { subject, name }: Pick<Session, "subject" | "name">,
      to: { nationalId: string; name: string },
    ): Promise<void> => {
      const person = await people.personNamed(to);
      if (!person || person.subject === subject) throw accountFailure("account.person-unknown", { field: "nationalId" });
      await db.tx(async (tx) => {
        await lockViews(tx, subject);
        const own = (await viewsOf(tx, subject)).filter(({ owner }) => owner === subject);
        if (own.length >= mostViews || own.some(({ viewer }) => viewer === person.subject))
          throw accountFailure("account.already-offered", { field: "nationalId" });
        const at = instant(clock);
        await insertView(tx, { owner: subject, ownerName: name, viewer: person.subject, viewerName: person.name, at });
        await tx.audit({ actor: subject, action: "invoice.family-view-offered", target: person.subject });
      });
    },
    agree: (subject: string, no: number): Promise<void> =>
      db.tx(async (tx) => {
        if ((await insertAgreed(tx, no, subject, instant(clock))) === 0) throw accountFailure("account.unknown");
        await tx.audit({ actor: subject, action: "invoice.family-view-agreed", target: subject, detail: { no } });
      }),
    end: (subject: string, no: number): Promise<void> =>
      db.tx(async (tx) => {
        if ((await insertViewEnd(tx, no, subject, instant(clock))) === 0) throw accountFailure("account.unknown");
        await tx.audit({ actor: subject, action: "invoice.family-view-ended", target: subject, detail: { no } });
      }),
    /** A month of another person's invoices, for who may see them at this moment; donated ones are left out. */
    month: async (viewer: string, no: number, month: string): Promise<{ view: FamilyView; invoices: StoredInvoice[] }> => {
      const view = (await viewsOf(db, viewer)).find((one) => one.no === no && one.viewer === viewer && one.agreed);
      if (!view) throw kernelFailure("request.not-found");
      const invoices = await holdings.ofMonth(await holdings.of(view.owner), month);
      return { view, invoices: invoices.filter(({ donatedTo }) => donatedTo === null).toReversed() };
    },
  };
}
export type Family = ReturnType<typeof openFamily>;
