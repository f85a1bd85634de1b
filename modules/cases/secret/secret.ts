import { isUuid, type ModuleContext, type Queryable } from "@troad/kernel";
import type { PeopleApi } from "@troad/people/api";
import type { RoleDefinition } from "@troad/web";
import type { CasesApi, SecretOffice } from "../api.ts";
import type { ActingPerson } from "../domain/act.ts";
import { caseFailure } from "../domain/errors.ts";
import type { LoadedService } from "../domain/services.ts";
import { requireOpened } from "../engine/masking.ts";
import { type CaseStore, readCase, withCase } from "../engine/store.ts";
import { keeperMessageJob, replaceKeeperJob } from "../jobs/definitions.ts";
import { hiddenFrom, isOfOffice, isReader, keepFormer } from "../store/readers.ts";
import { coversAll, supervisedBy } from "./offices.ts";

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids">;
  store: CaseStore;
  people: Pick<PeopleApi, "postsOf" | "officersOf">;
  roles: readonly RoleDefinition[];
};
type SecretApi = Pick<CasesApi, "keepersOf" | "nameKeeper" | "secretOffices" | "replaceKeeper" | "hiddenFrom">;

/** Secret cases: who of an office knows of one, and who comes to know of it. */
export function secretCases({ ctx, store, people, roles }: Parts): SecretApi {
  /** The case as one of its keepers has it; for everybody else it does not exist. */
  const kept = async (id: string, agency: string, person: ActingPerson) => {
    const posts = person.posts.filter((post) => post.agency === agency);
    if (!isUuid(id) || !(await isReader(ctx.db, id, { posts, subject: person.subject }))) throw caseFailure("case.not-found");
    return readCase(store, id, (_, state) => state.secret === null || state.keepers.includes(person.subject));
  };
  /** The officers of the same role and agency whose posts would reach the case: one of them may be named. */
  const colleagues = async (id: string, agency: string, { posts, subject }: ActingPerson, besides: readonly string[]) => {
    const own = [...new Set(posts.filter((post) => post.agency === agency).map(({ role }) => role))];
    const found = (await Promise.all(own.map((role) => people.officersOf({ role, agency, state: "held" })))).flat();
    const others = [...new Map(found.map((one) => [one.subject, one])).values()].filter(
      (one) => one.subject !== subject && !besides.includes(one.subject),
    );
    const fit = others.map(async (one) => {
      const held = own.flatMap((role) => one.areas.map((area) => ({ role, agency, area })));
      return (await isOfOffice(ctx.db, id, held)) ? [{ subject: one.subject, name: one.name }] : [];
    });
    return (await Promise.all(fit)).flat();
  };
  const officesOf = async (person: ActingPerson): Promise<SecretOffice[]> =>
    Promise.all(
      supervisedBy(roles, person).map(async ({ role, agency, area }) => {
        const of = (state: "held" | "over") => people.officersOf({ role, agency, state });
        const [held, gone] = await Promise.all([of("held"), of("over")]);
        const within = (one: { areas: (string | null)[] }) => coversAll([area], one.areas);
        return { role, agency, held: held.filter(within), gone: gone.filter(within) };
      }),
    );
  return {
    keepersOf: async ({ id, agency, person }) => {
      const { state } = await kept(id, agency, person);
      if (state.secret === null) return null;
      const others = state.keepers.length < state.secret ? await colleagues(id, agency, person, state.keepers) : [];
      const candidates = others.filter(({ subject }) => subject !== state.opened.subject);
      return { most: state.secret, count: state.keepers.length, candidates };
    },
    nameKeeper: async ({ id, agency, person, to }) => {
      const { row, state } = await kept(id, agency, person);
      await requireOpened({ ctx, store }, row, person.subject);
      if (state.secret === null) throw caseFailure("case.not-found");
      const found = (await colleagues(id, agency, person, [state.opened.subject])).find(({ subject }) => subject === to);
      if (!found) throw caseFailure("case.keeper-unfit");
      await withCase(store, id, async (open, tx) => {
        const { secret, keepers } = open.state;
        if (!keepers.includes(person.subject)) throw caseFailure("case.not-found");
        // the same form sent twice
        if (keepers.includes(to)) return;
        if (keepers.length >= (secret ?? 0)) throw caseFailure("case.keepers-enough");
        await open.append(person.subject, { type: "kept", data: { to, name: found.name } });
        await tx.enqueue(
          keeperMessageJob,
          { caseId: id, to, template: "secret-case-shared", of: "named" },
          { key: `${id} ${to}` },
        );
      });
    },
    secretOffices: officesOf,
    replaceKeeper: async ({ person, agency, role, gone, to, reason }) => {
      const office = (await officesOf(person)).find((one) => one.agency === agency && one.role === role);
      const from = office?.gone.find(({ subject }) => subject === gone);
      const next = office?.held.find(({ subject }) => subject === to);
      if (!from || !next || to === person.subject || !coversAll(next.areas, from.areas)) throw caseFailure("case.keeper-unfit");
      const order = ctx.ids.uuid();
      await ctx.db.tx(async (tx) => {
        const detail = { to, agency, role, reason };
        await tx.audit({ actor: person.subject, action: "case.keeper-replaced", target: gone, detail });
        const payload = { ...{ by: person.subject, agency, role, gone, to, name: next.name, reason } };
        await tx.enqueue(replaceKeeperJob, payload, { key: order });
      });
    },
    hiddenFrom: ({ subject, cases }) => hiddenFrom(ctx.db, subject, cases.filter(isUuid)),
  };
}

/** Cases from before their service was secret: the officers who filed them keep them. */
export async function keepFormerSecrets(q: Queryable, services: readonly LoadedService[]): Promise<void> {
  for (const { id, definition } of services) if (definition.secret) await keepFormer(q, id, definition.secret.officers);
}
