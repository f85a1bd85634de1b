import { instant, type ModuleContext, type Queryable } from "@troad/kernel";
import { caseFailure } from "../domain/errors.ts";
import { type LoadedService, loadPinned, type PinnedService, type Services } from "../domain/services.ts";
import { findDefinition, insertDefinition, newestDefinition } from "../store/definitions.ts";

/** The services of content, and those that cases were submitted under. */
export type Definitions = {
  services: Services;
  /** What a case goes through; null: a case of before services had steps, which goes on under what the service is now. */
  of(q: Queryable, service: string, hash: string | null): Promise<LoadedService>;
  /** The same for all cases of a list, so that their names are known. */
  load(q: Queryable, rows: readonly { service: string; definition: string | null }[]): Promise<void>;
  store(q: Queryable, service: LoadedService): Promise<void>;
  /** Tells of every definition, also of those that are loaded later. */
  each(heard: (service: LoadedService) => void): void;
};

export function openDefinitions(clock: ModuleContext["clock"], services: Services): Definitions {
  const hearers: ((service: LoadedService) => void)[] = [];
  const loaded = new Map<string, LoadedService>(services.all.map((service) => [service.hash, service]));
  const stored = async (q: Queryable, service: string, hash: string | null): Promise<LoadedService> => {
    const row = await (hash === null ? newestDefinition(q, service) : findDefinition(q, hash));
    if (!row) throw caseFailure("case.service-unknown", { service: service.slice(0, 80) });
    const { definition, texts, member } = row;
    const pinned = { id: service, definition, text: texts, member } as PinnedService;
    const one = loadPinned(pinned, services.instance);
    loaded.set(one.hash, one);
    for (const heard of hearers) heard(one);
    return one;
  };
  const of: Definitions["of"] = async (q, service, hash) => {
    const known = hash === null ? services.all.find(({ id }) => id === service) : loaded.get(hash);
    return known ?? stored(q, service, hash);
  };
  return {
    services,
    of,
    load: async (q, rows) => {
      for (const { service, definition } of rows) await of(q, service, definition);
    },
    each: (heard) => {
      for (const service of loaded.values()) heard(service);
      hearers.push(heard);
    },
    store: async (q, { hash, id, definition, text, member }) => {
      const law = definition.law?.name ?? null;
      await insertDefinition(q, { hash, service: id, definition, texts: text, member, law, at: instant(clock) });
    },
  };
}
