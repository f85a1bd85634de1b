import { subjectKeyOf } from "@troad/credential";
import { readRoad } from "@troad/directory";
import { installationSecret, instant, type ModuleContext, type ModuleParts, offerApi, taipeiDate } from "@troad/kernel";
import { type RegistersApi, registersApi } from "./api.ts";
import { registerFailure } from "./domain/errors.ts";
import { openApiOf } from "./domain/openapi.ts";
import { readRegisters, readServedRegisters } from "./domain/read-registers.ts";
import type { Register } from "./domain/register.ts";
import { readByLaw, subjectKeyPublished } from "./events.ts";
import { type GoneThrough, levyYearly } from "./levy.ts";
import { consentsEnded } from "./provider/consents-ended.ts";
import { messageHeaders } from "./provider/find.ts";
import { type Listener, openListener } from "./provider/listener.ts";
import { admitted } from "./provider/served.ts";
import { openStatusSource } from "./provider/status.ts";
import { sealVerifier } from "./provider/verify.ts";
import { seedRegisters } from "./seed.ts";
import { fillPersonTerms } from "./store/person-terms.ts";
import { lastChange, receivedAfter } from "./store/received.ts";
import { countRecords } from "./store/records.ts";
import { changesAfter } from "./store/versions.ts";

const levyEveryMs = 3_600_000;

/** Assembles the module: the registers of this process's agencies, filled in the demonstration, each agency's behind its own listener. */
export async function openRegisters(ctx: ModuleContext, population: { seed: string; size: number }): Promise<ModuleParts> {
  const { instance, platform } = readRoad(ctx.content);
  const all = readRegisters(ctx.content);
  const served = readServedRegisters(ctx.content).filter(({ agency }) => ctx.agencies.includes(agency.id));
  const registers = all.filter(({ agency }) => ctx.agencies.includes(agency.id));
  const agencies = [...new Set([...registers, ...served].map(({ agency }) => agency.id))];
  const listeners = new Map<string, Listener>();
  const token = (agency: string): string => installationSecret(ctx.folder, `gateway-${agency}`);
  const subjectsOf = (agency: string) => subjectKeyOf(installationSecret(ctx.folder, `subjects-${agency}`));
  const verify = sealVerifier(ctx, `${instance}/${platform.member}`);
  const status = openStatusSource({
    clock: ctx.clock,
    verify,
    onFailure: (error, uri) => ctx.log.warn({ err: error, uri }, "no status of consents"),
  });
  const answers = ctx.metrics.counter("register_answers_total", "Answers of the registers by outcome", ["register", "outcome"]);

  const contextOf = (agency: string) => {
    const issuer = `${instance}/${platform.member}/MYDATA`;
    const reach = { issuer, verify, status, subjects: subjectsOf(agency), canRecord: ctx.reaches(readByLaw) };
    return { db: ctx.agencyDb(agency), clock: ctx.clock, ...reach };
  };
  async function open(agency: string): Promise<void> {
    const own = registers.filter((register) => register.agency.id === agency);
    const context = { ...contextOf(agency), registers: own };
    const { subjects } = context;
    const answered = (register: string, outcome: string) => answers.inc({ register, outcome });
    if (ctx.reaches(subjectKeyPublished)) {
      const named = [...own, ...served.filter((one) => one.agency.id === agency)];
      const told = named.map(({ provider }) => ({ provider, publicKey: subjects.publicKey, at: instant(ctx.clock) }));
      await ctx.agencyDb(agency).tx((tx) => tx.publishAll(subjectKeyPublished, told));
    }
    listeners.set(
      agency,
      await openListener({ registers: own, context, token: token(agency), texts: ctx.texts, log: ctx.log, answered }),
    );
  }

  const own = (agency: string) => {
    if (!agencies.includes(agency)) throw new RangeError(`the registers of ${agency} are not in this process`);
    return ctx.agencyDb(agency);
  };
  const api: RegistersApi = {
    registers: () => Promise.all(registers.map((register) => summaryOf(ctx, register))),
    description: async (provider, lang) => {
      const register = all.find((one) => one.provider === provider);
      return register ? openApiOf(register, ctx.texts, lang) : null;
    },
    serviceEndpoint: async (agency, service) => {
      const listener = listeners.get(agency);
      const known = registers.some((register) => register.agency.id === agency && register.service === service);
      return listener && known ? { url: `${listener.url}/${service}`, token: token(agency) } : null;
    },
    admit: async ({ agency, service, headers, ...body }) => {
      const register = served.find((one) => one.agency.id === agency && one.service === service);
      if (!register) throw registerFailure("register.unknown");
      return admitted(contextOf(agency), register, messageHeaders(headers), body);
    },
    consentsEnded: async ({ agency, service, headers, ...body }) => {
      const register = served.find((one) => one.agency.id === agency && one.service === service);
      if (!register) throw registerFailure("register.unknown");
      return consentsEnded(contextOf(agency), register, messageHeaders(headers), body);
    },
    changesAfter: async ({ agency, ...request }) => {
      const db = own(agency);
      // the place first: what comes meanwhile is told the next time
      const last = await lastChange(db);
      return { last, changes: await changesAfter(db, request) };
    },
    receivedAfter: ({ agency, ...request }) => receivedAfter(own(agency), request),
  };

  const gone: GoneThrough = new Set();
  const assessing = agencies.filter((agency) => registers.some((one) => one.agency.id === agency && one.assessed !== undefined));
  return {
    api: offerApi(registersApi, api),
    schedules: () =>
      assessing.map((agency) => ({
        ...{ name: "registers.levy", everyMs: levyEveryMs, onceIn: ctx.agencyDb(agency) },
        run: async () => {
          const asked = { registers: registers.filter((one) => one.agency.id === agency), today: taipeiDate(ctx.clock.now()) };
          const made = await levyYearly({ db: ctx.agencyDb(agency), ...asked, at: () => instant(ctx.clock) }, gone);
          if (made > 0) ctx.log.info({ agency, made }, "a yearly tax was assessed");
        },
      })),
    start: async () => {
      const request = {
        registers,
        agencyDb: ctx.agencyDb,
        population: { ...population, size: ctx.demo ? population.size : 0, today: taipeiDate(ctx.clock.now()) },
        at: instant(ctx.clock),
      };
      await seedRegisters(request, (progress) => {
        ctx.progress(`Register ${progress.register}: ${progress.records} records of ${progress.people} people`);
        ctx.log.info(progress, progress.done ? "register filled" : "filling a register");
      });
      for (const { id, agency, subjectKey } of registers)
        if (typeof subjectKey !== "string" && subjectKey.person !== undefined) {
          const terms = { register: id, field: subjectKey.person, at: request.at };
          await ctx.agencyDb(agency.id).tx((tx) => fillPersonTerms(tx, terms), "long");
        }
      for (const agency of agencies) await open(agency);
    },
    stop: async () => {
      await Promise.all([...listeners.values()].map((listener) => listener.close()));
    },
  };
}

async function summaryOf(ctx: ModuleContext, { id, agency, provider, fields, view }: Register) {
  return {
    id,
    agency: agency.id,
    provider,
    records: await countRecords(ctx.agencyDb(agency.id), view?.record ?? id),
    fields: fields.map(({ name }) => name),
  };
}
