import { instant, type ModuleContext, type Tx, taipeiDate } from "@troad/kernel";
import {
  type AccessAction,
  type AccessStep,
  type Application,
  approvalOf,
  areTerms,
  beyond,
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
  hasSubsystem(agency: string, code: string): boolean;
  services: Services;
  /** After a right begins or ends: the provider's and the consumer's gateways are notified before this returns. */
  changed(change: { members: string[]; denied: string[] }): Promise<void>;
};

type Open = { id: string; application: Application; append(actor: string, step: AccessStep): Promise<void> };

/** Applications for services: who may take which step, and its consequences. */
export function accessService({ ctx, instance, memberOf, hasSubsystem, services, changed }: AccessParts) {
  const ledger = ctx.ledger(accessLedger);
  const today = (): string => taipeiDate(ctx.clock.now());
  const belongs = (identifier: string, agency: string): boolean => {
    const member = memberOf(agency);
    return member !== undefined && identifier.startsWith(`${instance}/${member}/`);
  };
  const memberIn = (identifier: string): string => identifier.split("/").slice(1, 3).join("/");

  /** Runs `work` on an application; writers take turns. */
  function within<T>(id: string, work: (open: Open, tx: Tx) => Promise<T>): Promise<T> {
    return ctx.db.tx(async (tx) => {
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
          await updateAccess(
            tx,
            id,
            open.application,
            state === "approved" && granted ? rightOf(id, open.application, granted) : null,
          );
          await tx.audit({ actor, action: `access.${step.type}`, target: id });
        },
      };
      return work(open, tx);
    });
  }

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

  function checkTerms(terms: unknown, provider: string): Terms {
    if (!areTerms(terms)) throw registryFailure("application.malformed");
    const service = services.find(provider);
    if (!service) throw registryFailure("registry.service-unknown");
    const names = service.fields.map(({ name }) => name);
    if (terms.fields.some((field) => !names.includes(field))) throw registryFailure("application.malformed");
    if (terms.validUntil !== null && terms.validUntil < today()) throw registryFailure("application.malformed");
    return terms;
  }

  return {
    within,
    begin,
    apply: async (request: Officer & { subsystem: string; provider: string; terms: unknown }): Promise<{ id: string }> => {
      const member = memberOf(request.agency);
      const consumer = `${instance}/${member}/${request.subsystem}`;
      if (!member || !hasSubsystem(request.agency, request.subsystem)) throw registryFailure("registry.subsystem-unknown");
      const terms = checkTerms(request.terms, request.provider);
      const id = ctx.ids.uuid();
      await ctx.db.tx((tx) =>
        begin(tx, id, request.actor, { consumer, provider: request.provider, agency: request.agency, terms }),
      );
      return { id };
    },
    approve: ({ id, agency, actor, terms, note }: Officer & { id: string; terms: unknown; note: string | null }) =>
      step(id, { agency, actor }, "provider", ({ application }) => {
        const granted = checkTerms(terms, application.provider);
        const wrong = beyond(application.asked, granted);
        if (wrong) throw registryFailure("application.beyond-request", { part: wrong });
        const fields = services.find(application.provider)?.fields ?? [];
        const classes = fields.filter(({ name }) => granted.fields.includes(name)).map(({ dataClass }) => dataClass);
        const approval = approvalOf(
          application,
          { agency, actor },
          { terms: granted, note: note?.trim().slice(0, 1000) || null, isDouble: needsTwo(granted, classes) },
        );
        if (!approval) throw registryFailure("application.second-person");
        return approval;
      }),
    refuse: ({ id, agency, actor, reason }: Officer & { id: string; reason: string }) =>
      step(id, { agency, actor }, "provider", () => ({ type: "refused", data: { agency, reason: reasonOf(reason) } })),
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
