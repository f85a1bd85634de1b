import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { LookupFunction } from "node:net";
import type { EidApi } from "@troad/eid/api";
import { defineJob, handleJob, instant, isUuid, type ModuleContext, RetryLater } from "@troad/kernel";
import { outside, publicLookup } from "@troad/reach";
import Type from "typebox";
import { Agent, request } from "undici";
import { takeArchive } from "./archive.ts";
import { fail } from "./errors.ts";
import { lockFiles, unlockFiles } from "./locked.ts";
import type { SourceRow, Sources } from "./sources.ts";
import {
  countSince,
  countTry,
  endRequest,
  eraseRequests,
  findRequest,
  insertRequest,
  noteIntrospected,
  type RequestRow,
  type RequestState,
  requestByKey,
  requestsOf,
  sealedOf,
} from "./store/sources.ts";
import { certificateOf } from "./terms.ts";

const askJob = defineJob("providers.ask", { payload: Type.Object({ id: Type.String({ maxLength: 60 }) }), concurrency: 8 });
/** As Taiwan's platform waits: for so long in all, so often, and so long for a connection. */
const patienceMs = 5_400_000;
const mostTries = 16;
const connectMs = 15_000;
const answerMs = 60_000;
const keptMs = 8 * 3_600_000;
const mostAnHour = 20;
const mostBytes = 16 << 20;

/** How names are resolved and which authorities are trusted; a test's company runs on its own machine. */
export type Connect = { lookup?: LookupFunction; ca?: string };
export type Asking = ReturnType<typeof openAsking>;
type Parts = {
  sources: Sources;
  eid: Pick<EidApi, "subjectFor" | "person" | "clientInForce">;
  secret: string;
  hosts: readonly string[];
  connect: Connect;
};

/** A person asks a company for their own data by Taiwan's protocol: a token good for one source and person, which the company asks us about. */
export function openAsking(ctx: ModuleContext, { sources, eid, secret, hosts, connect }: Parts) {
  const { db, clock } = ctx;
  const agent = new Agent({
    connect: { timeout: connectMs, lookup: connect.lookup ?? publicLookup, ...(connect.ca ? { ca: connect.ca } : {}) },
  });
  /** The token follows from the request: what a dump of the database has of it asks nobody for anything. */
  const tokenOf = (id: string): string => `${id}.${createHmac("sha256", secret).update(`token ${id}`).digest("base64url")}`;
  const ofToken = async (token: string): Promise<RequestRow | undefined> => {
    const id = token.split(".", 1)[0] ?? "";
    const row = isUuid(id) ? await findRequest(db, id) : undefined;
    const [own, given] = [tokenOf(id), token].map((text) => createHmac("sha256", secret).update(text).digest());
    const isRight = row !== undefined && timingSafeEqual(own!, given!);
    return isRight && row.state === "asking" && Date.parse(row.token_until) > clock.now().getTime() ? row : undefined;
  };
  const own = async (subject: string, id: string): Promise<RequestRow> => {
    const row = isUuid(id) ? await findRequest(db, id) : undefined;
    if (row?.subject !== subject) throw fail("providers.request-unknown");
    return row;
  };
  const ended = async (
    id: string,
    state: RequestState,
    code: string | null,
    files: { name: string; data: Buffer }[] = [],
  ): Promise<void> =>
    db.tx(async (tx) => {
      const sealed = files.length > 0 ? lockFiles(secret, id, files) : null;
      const done = await endRequest(tx, { id, state, code, files: files.map(({ name }) => name), sealed });
      if (done)
        await tx.audit({ actor: "troad", action: `providers.${state}`, target: id, ...(code ? { detail: { code } } : {}) });
    });

  const asked = handleJob(askJob, async ({ payload: { id } }) => {
    const row = await findRequest(db, id);
    if (row?.state !== "asking") return;
    if (Date.parse(row.token_until) <= clock.now().getTime()) return ended(id, "failed", "too-late");
    const source = await sources.standing(row.source);
    if (source?.version !== row.version) return ended(id, "failed", "source-ended");
    const answer = await fetched(source, id);
    if ("later" in answer) {
      if ((await countTry(db, id)) >= mostTries) return ended(id, "failed", "not-ready");
      throw new RetryLater(answer.later, "the company is not ready");
    }
    await ended(id, answer.state, answer.code, answer.files);
  });

  type Answer = { later: number } | { state: RequestState; code: string | null; files: { name: string; data: Buffer }[] };
  const failed = (code: string): Answer => ({ state: "failed", code, files: [] });

  async function fetched({ terms }: SourceRow, id: string): Promise<Answer> {
    const url = outside(terms.address, hosts);
    const reviewed = certificateOf(terms, clock.now());
    if (!url) return failed("address");
    if (!reviewed) return failed("certificate");
    try {
      const headers = { authorization: `Bearer mydata::${tokenOf(id)}`, transactionuid: randomUUID(), accept: "application/zip" };
      const sent = await request(url, {
        method: "GET",
        headers,
        dispatcher: agent,
        headersTimeout: answerMs,
        bodyTimeout: answerMs,
      });
      const bytes = await bounded(sent.body);
      if (sent.statusCode === 204) return { state: "nothing", code: null, files: [] };
      if (sent.statusCode === 429 || sent.statusCode === 426) {
        const seconds = Number(sent.headers["retry-after"]);
        return { later: 1_000 * Math.min(600, Math.max(1, Number.isFinite(seconds) ? seconds : 30)) };
      }
      if (sent.statusCode !== 200 || !bytes) return failed(bytes ? `status-${sent.statusCode}` : "too-large");
      const taken = takeArchive(bytes, reviewed);
      return "refused" in taken ? failed(taken.refused) : { state: "given", code: null, files: taken.files };
    } catch {
      // a name that is not resolved, a certificate that nobody trusts, a connection that breaks off
      return { later: 5_000 };
    }
  }

  return {
    jobs: [asked],
    ask: async ({ subject, source, key }: { subject: string; source: string; key: string }): Promise<string> => {
      const known = await requestByKey(db, subject, key);
      if (known) return known.id;
      const found = await sources.standing(source);
      if (!found) throw fail("providers.source-unknown");
      const now = clock.now().getTime();
      if ((await countSince(db, subject, new Date(now - 3_600_000).toISOString())) >= mostAnHour)
        throw fail("providers.too-many-requests");
      const id = ctx.ids.opaque();
      await db.tx(async (tx) => {
        const row = { id, source: found.id, version: found.version, subject, key, at: instant(clock) };
        const until = { token_until: new Date(now + patienceMs).toISOString(), expires_at: new Date(now + keptMs).toISOString() };
        if (!(await insertRequest(tx, { ...row, ...until }))) return;
        await tx.enqueue(askJob, { id }, { key: id });
        await tx.audit({ actor: subject, action: "providers.asked", target: found.id, detail: { request: id } });
      });
      return (await requestByKey(db, subject, key))!.id;
    },
    list: (subject: string) => requestsOf(db, subject, 20),
    own,
    file: async (subject: string, id: string, name: string): Promise<Buffer> => {
      const row = await own(subject, id);
      const sealed =
        row.files.includes(name) && Date.parse(row.expires_at) > clock.now().getTime() ? await sealedOf(db, id) : null;
      const found = sealed && unlockFiles(secret, id, sealed).find((one) => one.name === name);
      if (!found) throw fail("providers.request-unknown");
      return found.data;
    },
    /** What a source learns of a token: nothing of one that is another's, and of a person the subject that this company knows. */
    introspect: async (source: SourceRow, token: string) => {
      const row = await ofToken(token.replace(/^mydata::/, ""));
      if (!row || row.source !== source.id || row.version !== source.version) return { active: false as const };
      const sub = await eid.subjectFor({ client: source.client, subject: row.subject });
      if (sub === null) return { active: false as const };
      await noteIntrospected(db, row.id, instant(clock));
      const seconds = (at: string): number => Math.floor(Date.parse(at) / 1_000);
      return {
        active: true as const,
        sub,
        scope: source.id,
        client_id: source.id,
        iat: seconds(row.at),
        exp: seconds(row.token_until),
      };
    },
    /** What the eID would tell this company of the person: no more than its registration was approved for. */
    userinfo: async (token: string) => {
      const row = await ofToken(token.replace(/^mydata::/, ""));
      const source = row && (await sources.standing(row.source));
      const client = source && (await eid.clientInForce(source.client));
      const person = row && (await eid.person(row.subject));
      const sub = client && row && (await eid.subjectFor({ client: client.client, subject: row.subject }));
      if (!client || !person || !sub) return undefined;
      const claims = new Set(client.registration.claims.map(({ claim }) => claim));
      return {
        sub,
        ...(claims.has("name") ? { cn: person.name } : {}),
        ...(claims.has("national_id") ? { uid: person.nationalId } : {}),
      };
    },
    erase: async (): Promise<void> => {
      await eraseRequests(db, instant(clock));
    },
    close: () => void agent.close(),
  };
}

/** A body up to a limit; undefined beyond it. */
async function bounded(body: AsyncIterable<Uint8Array>): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > mostBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
