import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import type { InvoiceOperator } from "@troad/invoice/api";
import { ConfigurationError } from "@troad/kernel/env";
import type { PkiOperator } from "@troad/pki/operator";
import type { GatewayApi, OperatorApi, RecordsApi } from "@troad/road/api";

type Method = keyof OperatorApi;
type Answer = { result?: unknown; code?: string; message?: string };

/** A refusal by the server; `code` is one of the module's own. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const patienceMs = 30_000;
const longestAnswer = 16 * 1024 * 1024;

/** Calls the running registry at the socket that `endpoints.json` of the data folder names. */
export function operatorClient(data: string, lang: string) {
  return async <M extends Method>(
    method: M,
    argument?: Omit<Parameters<OperatorApi[M]>[0] & object, "actor"> | string,
  ): Promise<Awaited<ReturnType<OperatorApi[M]>>> => {
    const socket = endpointsOf(data)?.operator;
    if (!socket)
      throw new ConfigurationError(`no registry runs with the data folder ${data}: no door of the operator is named there`);
    return (await askAt(socket, method, lang, argument)) as Awaited<ReturnType<OperatorApi[M]>>; // what the api gives
  };
}

type RecordsMethod = keyof RecordsApi;

/** Calls the records officer's server at the running gateway of an agency. */
export function recordsClient(data: string, agency: string, lang: string) {
  return async <M extends RecordsMethod>(
    method: M,
    argument: Omit<Parameters<RecordsApi[M]>[0], "actor">,
  ): Promise<Awaited<ReturnType<RecordsApi[M]>>> => {
    const socket = endpointsOf(data)?.records?.find((one) => one.agency === agency)?.socket;
    if (!socket) throw new ConfigurationError(`no gateway of ${agency} runs with the data folder ${data}`);
    return (await askAt(socket, method, lang, argument)) as Awaited<ReturnType<RecordsApi[M]>>; // what the api gives
  };
}

/** Calls the running gateway of an agency, or the only one if none is named. */
export function gatewayClient(data: string, agency: string | undefined, lang: string) {
  return async <M extends keyof GatewayApi>(
    method: M,
    argument?: Omit<Parameters<GatewayApi[M]>[0] & object, "actor">,
  ): Promise<Awaited<ReturnType<GatewayApi[M]>>> => {
    const here = endpointsOf(data)?.settings ?? [];
    const gateway = agency === undefined && here.length === 1 ? here[0] : here.find((one) => one.agency === agency);
    if (!gateway) {
      const which = agency === undefined ? "alone" : `of ${agency}`;
      const those = here.map((one) => one.agency).join(", ") || "none";
      throw new ConfigurationError(`no gateway ${which} runs with the data folder ${data}; here are: ${those}`);
    }
    return (await askAt(gateway.socket, method, lang, argument)) as Awaited<ReturnType<GatewayApi[M]>>; // what the api gives
  };
}

/** Calls the running certification authority. */
export function pkiClient(data: string, lang: string) {
  return async <M extends keyof PkiOperator>(
    method: M,
    argument?: Omit<Parameters<PkiOperator[M]>[0] & object, "actor">,
  ): Promise<Awaited<ReturnType<PkiOperator[M]>>> => {
    const socket = announced(data)?.pki?.operator;
    if (!socket) throw new ConfigurationError(`no certification authority runs with the data folder ${data}`);
    return (await askAt(socket, method, lang, argument)) as Awaited<ReturnType<PkiOperator[M]>>; // what the api gives
  };
}

/** Calls the server of numbers at the running invoice platform. */
export function numbersClient(data: string, lang: string) {
  return async <M extends keyof InvoiceOperator>(
    method: M,
    argument: Omit<Parameters<InvoiceOperator[M]>[0], "actor">,
  ): Promise<Awaited<ReturnType<InvoiceOperator[M]>>> => {
    const socket = announced(data)?.invoice?.operator;
    if (!socket) throw new ConfigurationError(`no platform of invoices runs with the data folder ${data}`);
    return (await askAt(socket, method, lang, argument)) as Awaited<ReturnType<InvoiceOperator[M]>>; // what the api gives
  };
}

async function askAt(socket: string, method: string, lang: string, argument: unknown): Promise<unknown> {
  const answer = await post(socket, method, lang, JSON.stringify({ argument }));
  if (answer.code !== undefined) throw new Refused(answer.code, answer.message ?? answer.code);
  return answer.result;
}

type AgencySocket = { agency: string; socket: string };
type RoadEndpoints = { operator?: string; records?: AgencySocket[]; settings?: AgencySocket[] };
type Endpoints = { road?: RoadEndpoints; invoice?: { operator?: string }; pki?: { operator?: string } };

function announced(data: string): Endpoints | undefined {
  try {
    return JSON.parse(fs.readFileSync(path.join(data, "endpoints.json"), "utf8")) as Endpoints;
  } catch {
    return undefined; // nothing runs there
  }
}

const endpointsOf = (data: string): RoadEndpoints | undefined => announced(data)?.road;

function post(socketPath: string, method: string, lang: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body), "accept-language": lang };
    const request = http.request({ socketPath, path: `/${method}`, method: "POST", headers, timeout: patienceMs }, (reply) => {
      const parts: Buffer[] = [];
      let size = 0;
      reply.on("data", (part: Buffer) => {
        size += part.length;
        if (size > longestAnswer) request.destroy(new Error("the answer is too long"));
        else parts.push(part);
      });
      reply.on("error", reject);
      reply.on("end", () => resolve(JSON.parse(Buffer.concat(parts).toString("utf8")) as Answer));
    });
    request.on("timeout", () => request.destroy(new ConfigurationError("no answer in time")));
    request.on("error", (error: NodeJS.ErrnoException) => reject(unreachable(error, socketPath)));
    request.end(body);
  });
}

function unreachable(error: NodeJS.ErrnoException, socket: string): Error {
  if (error.code === "EACCES") return new ConfigurationError(`${socket} is open to the user alone who runs that process`);
  if (error.code === "ENOENT" || error.code === "ECONNREFUSED")
    return new ConfigurationError(`nobody answers at ${socket}: that process is not running`);
  return error;
}
