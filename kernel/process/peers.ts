import Type from "typebox";
import { type AuditRecord, readAudit } from "../audit.ts";
import type { Clock } from "../clock.ts";
import { sql } from "../db/sql.ts";
import { kernelFailure } from "../errors.ts";
import type { DeadJobs } from "../jobs/dead.ts";
import { type AnchorApi, isAnchorMethod, mayAnchor } from "../ledger/anchor.ts";
import type { Log } from "../logging/log.ts";
import type { ModuleManifest, ModuleParts } from "../module.ts";
import { type ApiToken, exactly, type OfferedApi, offerApi, textUpTo } from "../remote/api.ts";
import { clientOf, type Invoke, localInvoke, receivedInvoke, remoteInvoke } from "../remote/client.ts";
import { peerIdentity } from "../remote/identity.ts";
import { createPeerServer } from "../remote/server.ts";
import { isDeadJobsMethod, offerDeadJobs } from "./dead-jobs.ts";
import { pairs } from "./folder.ts";
import { deadJobs } from "./operated-jobs.ts";
import { isQueuesMethod, offerQueues, type Queues, queueAsker } from "./queues.ts";
import type { Schemas } from "./schemas.ts";
import { gatherSections, isSectionsMethod, offerSections, type Sections } from "./sections.ts";

export type Peers = {
  /** The api of a module; `caller` names who uses it, for functions that are reserved. */
  use<T extends object>(token: ApiToken<T>, caller?: string): T;
  deliver(event: string, id: string, subscriber: string, payload: unknown): Promise<void>;
  /** Whether an event has subscribers, all of which run here or have a configured peer. */
  reaches(event: string): boolean;
  /** A page of audit entries of a schema, from the process that runs its module. */
  readAudit(query: AuditQuery): Promise<AuditRecord[]>;
  /** All modules' sections of a person's own page. */
  sections: Sections;
  /** Failed jobs of every module that this process runs or reaches. */
  deadJobs: DeadJobs;
  /** How much work waits in the queues of every module that this process runs or reaches. */
  queues: Queues;
  /** The module that publishes heads of ledgers, wherever it runs. */
  anchor: AnchorApi | undefined;
  /** Where other processes reach this one, if a peer port is open. */
  address: string | undefined;
  close(): Promise<void>;
};

type Options = {
  known: ModuleManifest[];
  here: ModuleManifest[];
  parts: Map<string, ModuleParts>;
  schemas: Schemas;
  dataDir: string;
  spec: string;
  port: string | undefined;
  /** The address on which the listener for peers binds, and the host name by which they reach it. */
  bind: string;
  host: string;
  tls: string | undefined;
  log: Log;
  clock: Clock;
};

type AuditQuery = { schema: string; before?: number | undefined; limit: number };

/** The name under which events are delivered; a subscriber's `grants` decides on it as on a function. */
export const eventMethod = "$event";
/** Offered by every module beside its api, as events are. */
const auditMethod = "$audit";
const auditLimit = 200;
const besidesCalls = {
  [eventMethod]: [textUpTo(200), textUpTo(200), Type.Unknown()],
  [auditMethod]: [
    exactly({
      schema: textUpTo(63),
      before: Type.Optional(Type.Integer({ minimum: 0 })),
      limit: Type.Integer({ minimum: 1, maximum: auditLimit }),
    }),
  ],
} as const;

/** Routes calls between modules: to this process where the module runs, over mTLS where a peer is configured for it. */
export async function openPeers(options: Options): Promise<Peers> {
  const origins = pairs(options.spec, "PEERS");
  const wanted = origins.size > 0 || options.port !== undefined;
  const identity = wanted
    ? await peerIdentity(
        options.tls,
        options.dataDir,
        options.here.map((module) => module.name),
        options.host,
        options.clock,
      )
    : undefined;
  const apis = new Map<string, OfferedApi>();
  const apiOf = (module: string): OfferedApi | undefined => {
    const made = options.parts.get(module);
    if (!made) return undefined;
    let api = apis.get(module);
    if (!api) {
      api = new Map([
        ...(made.api ?? []),
        ...offerSections(module, made.me),
        ...offerApi(
          { module, calls: besidesCalls },
          { [eventMethod]: receiver(module, made, options), [auditMethod]: auditReader(module, options) },
        ),
        ...offerDeadJobs(module, options.schemas, options.clock),
        ...offerQueues(module, made.queues ?? {}),
      ]);
      apis.set(module, api);
    }
    return api;
  };
  const received = receivedInvoke(apiOf);
  const local = localInvoke(received);
  const remote = identity ? remoteInvoke(origins, identity) : undefined;
  const invoke: Invoke = (module, method, args) => (remote && origins.has(module) ? remote.invoke : local)(module, method, args);

  /** Whether a function of a module is reserved for modules other than these. */
  const isReserved = (module: string, method: string, callers: readonly string[]): boolean => {
    const { reserved = {} } = options.known.find(({ name }) => name === module) ?? {};
    const only = Object.hasOwn(reserved, method) ? reserved[method] : undefined;
    return only !== undefined && !callers.some((one) => one === module || only.includes(one));
  };
  const invokeFor =
    (caller: string): Invoke =>
    async (module, method, args) => {
      if (isReserved(module, method, [caller])) throw new Error(`module ${caller} may not call ${module}.${method}`);
      return invoke(module, method, args);
    };

  const isHere = (name: string): boolean => options.here.some((module) => module.name === name);
  const anchoring = options.known.find((module) => module.anchors);
  let server: ReturnType<typeof createPeerServer> | undefined;
  let address: string | undefined;
  if (identity && options.port !== undefined) {
    const shows = new Set(options.known.filter((module) => module.showsMe).map(({ name }) => name));
    const readers = new Set(options.known.filter((module) => module.readsAudit).map(({ name }) => name));
    const operators = new Set(options.known.filter((module) => module.operatesJobs).map(({ name }) => name));
    const counters = new Set(options.known.filter((module) => module.countsQueues).map(({ name }) => name));
    const needs = new Map(options.known.map((module) => [module.name, module.needs ?? []]));
    server = createPeerServer({
      identity,
      invoke: received,
      log: options.log,
      mayCall: async (caller, module, method, args) => {
        const isGranted = async (): Promise<boolean> =>
          caller.agencies.length === 0 || ((await options.parts.get(module)?.grants?.(caller.agencies, method, args)) ?? false);
        // an event comes from the module whose name it has; from an agency's process only if the subscriber grants it
        if (method === eventMethod) return caller.modules.includes(String(args[0]).split(".")[0]!) && (await isGranted());
        if (isSectionsMethod(method)) return caller.agencies.length === 0 && caller.modules.some((one) => shows.has(one));
        if (method === auditMethod) return caller.agencies.length === 0 && caller.modules.some((one) => readers.has(one));
        if (isDeadJobsMethod(method)) return caller.agencies.length === 0 && caller.modules.some((one) => operators.has(one));
        if (isQueuesMethod(method)) return caller.agencies.length === 0 && caller.modules.some((one) => counters.has(one));
        if (anchoring?.name === module && isAnchorMethod(method)) return mayAnchor(caller, args);
        if (!caller.modules.some((one) => one === module || needs.get(one)?.includes(module))) return false;
        if (isReserved(module, method, caller.modules)) return false;
        // a process bound to agencies may only call what the module grants it
        return isGranted();
      },
    });
    await server.listen({ host: options.bind, port: Number(options.port) });
    address = `https://${options.host}:${(server.server.address() as { port: number }).port}`;
  }
  return {
    use: (token, caller) => clientOf(token.module, caller === undefined ? invoke : invokeFor(caller)),
    reaches: (event) => {
      const subscribers = options.known.filter((module) => module.subscribesTo?.includes(event)).map(({ name }) => name);
      return subscribers.length > 0 && subscribers.every((name) => origins.has(name) || isHere(name));
    },
    deliver: async (event, id, subscriber, payload) => {
      await invoke(subscriber, eventMethod, [event, id, payload]);
    },
    sections: gatherSections({
      modules: options.known.filter(({ me, name }) => me && (origins.has(name) || isHere(name))).map(({ name }) => name),
      invoke,
      log: options.log,
    }),
    readAudit: async (query) => {
      const module = moduleOf(options.known, query.schema);
      if (!module) throw kernelFailure("request.not-found");
      return (await invoke(module, auditMethod, [query])) as AuditRecord[];
    },
    deadJobs: deadJobs({
      modules: options.known.map(({ name }) => name),
      moduleOf: (schema) => moduleOf(options.known, schema),
      invoke,
    }),
    queues: queueAsker(invoke, options.log),
    anchor: anchoring ? clientOf<AnchorApi>(anchoring.name, invoke) : undefined,
    address,
    close: async () => {
      await Promise.all([server?.close(), remote?.close()]);
    },
  };
}

/** The module that owns a schema: its own, or that of an agency. */
const moduleOf = (known: ModuleManifest[], schema: string): string | undefined =>
  known.find(({ name }) => name === schema)?.name ??
  known.find(({ name, agencyScoped }) => agencyScoped && schema.startsWith(`${name}_`))?.name;

function auditReader(module: string, options: Options) {
  return async ({ schema, before, limit }: AuditQuery): Promise<AuditRecord[]> => {
    const open = options.schemas.all().find((one) => one.module === module && one.db.schema === schema);
    if (!open) throw kernelFailure("peer.unavailable", { module }, `schema ${schema} is not open here`);
    return readAudit(open.db, before, limit);
  };
}

/** Handles each event once: the mark that it was seen and the handler's effects share one transaction. */
function receiver(module: string, parts: ModuleParts, options: Options) {
  return async (event: string, id: string, payload: unknown): Promise<void> => {
    const handler = parts.subscribes?.find((one) => one.event.name === event);
    if (!handler) throw kernelFailure("peer.unavailable", { module }, `${module} does not handle ${event}`);
    const reason = handler.event.fault(payload);
    if (reason !== undefined) throw kernelFailure("peer.invalid", { module, method: event, reason });
    await options.schemas.of(module).tx(async (tx) => {
      const first = await tx.run(
        sql`insert into kernel_event_seen (event_id, seen_at) values (${id}, ${options.clock.now().toISOString()}) on conflict do nothing`,
      );
      if (first > 0) await handler.run(payload, tx);
    });
  };
}
