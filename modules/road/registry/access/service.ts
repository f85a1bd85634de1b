import { instant, type ModuleContext, type Tx, taipeiDate } from "@troad/kernel";
import {
  type AccessAction,
  type AccessStep,
  type Application,
  areTerms,
  foldApplication,
  mayFollow,
  needsTwo,
  rightOf,
  type Terms,
} from "../../domain/application.ts";
import {
  type AccessQuery,
  type AccessRow,
  accessActions,
  accessLedger,
  findAccess,
  insertAccess,
  listAccess,
  lockAccess,
  rightsInForce,
  updateAccess,
} from "../../store/access.ts";
import type { Services } from "../catalogue.ts";
import { registryFailure } from "../failures.ts";

export type AccessView = Application & { id: string; actions: AccessAction[] };
/** An officer acting for an agency. */
export type Officer = { agency: string; actor: string };

export type AccessParts = {
  ctx: ModuleContext;
  instance: string;
  /** CLASS/CODE of an agency. */
  memberOf(agency: string): string | undefined;
  services: Services;
  /** After a right begins or ends: the provider's and the consumer's gateways are notified before this returns. */
  changed(change: { members: string[]; denied: string[] }): Promise<void>;
};

/** A right as it is granted: under which id, on whose application and by whom. */
type Grant = {
  id: string;
  consumer: string;
  provider: string;
  terms: Terms;
  applicant: Officer;
  deciders: Officer[];
};
type Open = { id: string; application: Application; append(actor: string, step: AccessStep): Promise<void> };

/** Rights to use services, each with what led to it: who may grant and end one, and its consequences. */
export function accessService({ ctx, instance, memberOf, services, changed }: AccessParts) {
  const ledger = ctx.ledger(accessLedger);
  const today = (): string => taipeiDate(ctx.clock.now());
  const belongs = (identifier: string, agency: string): boolean => {
    const member = memberOf(agency);
    return member !== undefined && identifier.startsWith(`${instance}/${member}/`);
  };
  const memberIn = (identifier: string): string => identifier.split("/").slice(1, 3).join("/");

  /** An application within a transaction; writers take turns. */
  async function openIn(tx: Tx, id: string): Promise<Open> {
    if (!/^[A-Za-z0-9-]{1,60}$/.test(id) || !(await lockAccess(tx, id))) throw registryFailure("application.unknown");
    const actions = await accessActions(ledger, tx, id);
    const open: Open = {
      id,
      application: foldApplication(actions),
      append: async (actor, step) => {
        if (!mayFollow(open.application.state, step.type)) throw registryFailure("application.wrong-state");
        const previous = actions.at(-1);
        const { seq, hash } = await ledger.append(tx, id, previous, { ...step, at: instant(ctx.clock), actor });
        actions.push({ ...step, seq, hash, at: instant(ctx.clock), actor });
        open.application = foldApplication(actions);
        const { state, granted } = open.application;
        const right = state === "approved" && granted ? rightOf(id, open.application, granted) : null;
        await updateAccess(tx, id, open.application, right);
        await tx.audit({ actor, action: `access.${step.type}`, target: id });
      },
    };
    return open;
  }

  /** Runs `work` on an application. */
  const within = <T>(id: string, work: (open: Open, tx: Tx) => Promise<T>): Promise<T> =>
    ctx.db.tx(async (tx) => work(await openIn(tx, id), tx));

  /** One step by an officer of the side that may take it. */
  async function step(
    id: string,
    officer: Officer,
    side: "consumer" | "provider",
    make: (open: Open) => AccessStep,
  ): Promise<void> {
    const ended = await within(id, async (open) => {
      if (!belongs(open.application[side], officer.agency)) throw registryFailure("application.not-yours");
      const before = open.application.state;
      await open.append(officer.actor, make(open));
      return before === "approved" ? [id] : [];
    });
    const row = await findAccess(ctx.db, id);
    if (row && (row.state === "approved" || ended.length > 0))
      await changed({ members: [memberIn(row.provider), memberIn(row.consumer)], denied: ended });
  }

  async function begin(
    tx: Tx,
    id: string,
    actor: string,
    data: Extract<AccessStep, { type: "applied" }>["data"],
  ): Promise<boolean> {
    const first = { type: "applied" as const, data, at: instant(ctx.clock), actor };
    const application = foldApplication([{ ...first, seq: 1, hash: "" }]);
    if (!(await insertAccess(tx, id, application))) return false;
    await ledger.append(tx, id, undefined, first);
    await tx.audit({ actor, action: "access.applied", target: id, detail: { consumer: data.consumer, provider: data.provider } });
    return true;
  }

  /** Terms that the service of the provider can be used by, today. */
  function termsFor(terms: unknown, provider: string): { terms: Terms; officers: 1 | 2 } {
    if (!areTerms(terms)) throw registryFailure("application.malformed");
    const service = services.find(provider);
    if (!service) throw registryFailure("registry.service-unknown");
    const known = service.fields.filter(({ name }) => terms.fields.includes(name));
    if (known.length !== terms.fields.length || known.length === 0) throw registryFailure("application.malformed");
    if (terms.validUntil !== null && terms.validUntil < today()) throw registryFailure("application.malformed");
    const isDouble = needsTwo(
      terms,
      known.map(({ dataClass }) => dataClass),
    );
    return { terms, officers: isDouble ? 2 : 1 };
  }

  /** Enters a right that officers of the provider granted, all of it or nothing; the same id with the same parties is the same right. */
  async function grant({ id, consumer, provider, terms, applicant, deciders }: Grant): Promise<void> {
    if (!belongs(consumer, applicant.agency)) throw registryFailure("application.not-own-member");
    if (deciders.length === 0 || !deciders.every(({ agency }) => belongs(provider, agency)))
      throw registryFailure("application.not-yours");
    const by = [...new Map(deciders.map((one) => [one.actor, one])).values()];
    const { officers } = termsFor(terms, provider);
    if (by.length < officers) throw registryFailure("application.second-person");
    await ctx.db.tx(async (tx) => {
      const data = { consumer, provider, agency: applicant.agency, terms };
      if (!(await begin(tx, id, applicant.actor, data))) {
        const { application } = await openIn(tx, id);
        const isSame = application.consumer === consumer && application.provider === provider && application.granted !== null;
        if (!isSame) throw registryFailure("registry.agreement-taken", { id });
        return;
      }
      const open = await openIn(tx, id);
      const first = by.at(-2);
      if (officers === 2 && first)
        await open.append(first.actor, { type: "endorsed", data: { agency: first.agency, terms, note: null } });
      const last = by.at(-1)!;
      await open.append(last.actor, { type: "approved", data: { agency: last.agency, terms, note: null } });
    });
    await changed({ members: [memberIn(provider), memberIn(consumer)], denied: [] });
  }

  /** Whether the consumer has a right already that gives the same for the same purpose. */
  async function stands({ consumer, provider, terms }: Pick<Grant, "consumer" | "provider" | "terms">): Promise<boolean> {
    const rights = (await rightsInForce(ctx.db, today())).filter(
      (one) => one.consumer === consumer && one.provider === provider && one.purpose === terms.purpose,
    );
    return rights.some(({ fields }) => terms.fields.every((field) => fields.includes(field)));
  }

  return {
    within,
    begin,
    termsFor,
    grant,
    stands,
    revoke: ({ id, agency, actor, reason }: Officer & { id: string; reason: string }) =>
      step(id, { agency, actor }, "provider", () => ({ type: "revoked", data: { agency, reason: reasonOf(reason) } })),
    withdraw: ({ id, agency, actor }: Officer & { id: string }) =>
      step(id, { agency, actor }, "consumer", () => ({ type: "withdrawn", data: { agency } })),
    list: ({ agency, side, ...query }: Pick<Officer, "agency"> & Omit<AccessQuery, "prefix">): Promise<AccessRow[]> => {
      const member = memberOf(agency);
      if (!member) return Promise.resolve([]);
      return listAccess(ctx.db, { ...query, prefix: `${instance}/${member}/`, side });
    },
    /** Both sides may read it; to others it does not exist. */
    view: async (id: string, agency: string): Promise<AccessView> => {
      const row = /^[A-Za-z0-9-]{1,60}$/.test(id) ? await findAccess(ctx.db, id) : undefined;
      if (!row || (!belongs(row.consumer, agency) && !belongs(row.provider, agency)))
        throw registryFailure("application.unknown");
      const actions = await accessActions(ledger, ctx.db, id);
      return { id, ...foldApplication(actions), actions };
    },
  };
}

function reasonOf(text: string): string {
  const reason = text.trim().slice(0, 1000);
  if (reason === "") throw registryFailure("registry.reason-missing");
  return reason;
}
