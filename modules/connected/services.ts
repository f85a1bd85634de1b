import { faultsOfPage, type ServicePage, type WrongPart } from "@troad/connect";
import type { ClientRecord } from "@troad/eid/api";
import { canonicalJson, instant, type ModuleContext } from "@troad/kernel";
import { fail } from "./errors.ts";
import {
  endService,
  findService,
  listServices,
  lockService,
  putService,
  type ServiceRow,
  suspendService,
} from "./store/services.ts";

export type { ServiceRow } from "./store/services.ts";
export type Client = Pick<ClientRecord, "client" | "sector" | "registration">;
export type Services = ReturnType<typeof openServices>;
/** More services than an installation will have. */
const most = 1_000;

const originsOf = ({ registration }: Client): string[] => registration.redirectUris.map((uri) => new URL(uri).origin);

/** Services that agencies run themselves, as they describe themselves. `taken` are the ids of services that run here. */
export function openServices({ db, clock }: Pick<ModuleContext, "db" | "clock">, taken: ReadonlySet<string>) {
  /** The service of an agency, by one of its clients; unknown to everybody else. */
  const ownedBy = (row: ServiceRow | undefined, { sector }: Client): ServiceRow => {
    if (row?.agency !== sector || row.ended_at !== null) throw fail("connected.service-unknown");
    if (row.suspended !== null) throw fail("connected.service-suspended", { reason: row.suspended });
    return row;
  };
  return {
    ownedBy,
    originsOf,
    find: (id: string) => findService(db, id),
    lock: lockService,
    all: () => listServices(db, { open: false, limit: most }),
    open: () => listServices(db, { open: true, limit: most }),
    /** Takes a page of a client of an agency. The same page again changes nothing. */
    put: async (client: Client, id: string, page: unknown): Promise<{ version: number } | { faults: WrongPart[] }> => {
      if (client.registration.organisation.kind !== "agency") throw fail("connected.not-an-agency");
      const faults = faultsOfPage(page, originsOf(client));
      if (faults.length > 0) return { faults };
      const own = page as ServicePage;
      if (own.id !== id) return { faults: [{ pointer: "/id", code: "id.another", detail: `the address says ${id}` }] };
      if (taken.has(id)) throw fail("connected.id-taken");
      return db.tx(async (tx) => {
        const before = await lockService(tx, id);
        if (before && before.agency !== client.sector) throw fail("connected.id-taken");
        if (before && before.suspended !== null) throw fail("connected.service-suspended", { reason: before.suspended });
        const isSame = before?.ended_at === null && canonicalJson(before.page) === canonicalJson(own);
        if (before && isSame) return { version: before.version };
        const version = (before?.version ?? 0) + 1;
        await putService(tx, { ...{ id, client: client.client, agency: client.sector, page: own, version }, at: instant(clock) });
        await tx.audit({ actor: client.client, action: "connected.page", target: id, detail: { version } });
        return { version };
      });
    },
    end: (client: Client, id: string): Promise<void> =>
      db.tx(async (tx) => {
        ownedBy(await lockService(tx, id), client);
        await endService(tx, id, instant(clock));
        await tx.audit({ actor: client.client, action: "connected.end", target: id, detail: {} });
      }),
    /** An officer of the platform stops a service, with the reason that its agency is told, or lets it go on. */
    suspend: ({ id, reason, by }: { id: string; reason: string | null; by: string }): Promise<void> =>
      db.tx(async (tx) => {
        if (!(await lockService(tx, id))) throw fail("connected.service-unknown");
        await suspendService(tx, id, reason);
        const action = reason === null ? "connected.resume" : "connected.suspend";
        await tx.audit({ actor: by, action, target: id, detail: reason === null ? {} : { reason } });
      }),
  };
}
