import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { ConfigurationError } from "@troad/kernel";
import type { OperatorApi } from "@troad/road/api";

type Method = keyof OperatorApi;
type Answer = { result?: unknown; code?: string; message?: string };

/** The registry said no; `code` is one of the road's own. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const patienceMs = 30_000;
const longestAnswer = 16 * 1024 * 1024;

/** Asks the running registry at the socket that `endpoints.json` of the data folder names. */
export function operatorDoor(data: string, lang: string) {
  return async <M extends Method>(
    method: M,
    argument?: Omit<Parameters<OperatorApi[M]>[0] & object, "actor"> | string,
  ): Promise<Awaited<ReturnType<OperatorApi[M]>>> => {
    const answer = await post(socketOf(data), method, lang, JSON.stringify({ argument }));
    if (answer.code !== undefined) throw new Refused(answer.code, answer.message ?? answer.code);
    return answer.result as Awaited<ReturnType<OperatorApi[M]>>; // the door answers with what the api gives
  };
}

function socketOf(data: string): string {
  const file = path.join(data, "endpoints.json");
  try {
    const { road } = JSON.parse(fs.readFileSync(file, "utf8")) as { road?: { operator?: string } };
    if (road?.operator) return road.operator;
  } catch {
    // said below
  }
  throw new ConfigurationError(`no registry runs with the data folder ${data}: ${file} names no door of the operator`);
}

function post(socketPath: string, method: string, lang: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body), "accept-language": lang };
    const request = http.request({ socketPath, path: `/${method}`, method: "POST", headers, timeout: patienceMs }, (reply) => {
      const parts: Buffer[] = [];
      let size = 0;
      reply.on("data", (part: Buffer) => {
        size += part.length;
        if (size > longestAnswer) request.destroy(new Error("the registry's answer is too long"));
        else parts.push(part);
      });
      reply.on("error", reject);
      reply.on("end", () => resolve(JSON.parse(Buffer.concat(parts).toString("utf8")) as Answer));
    });
    request.on("timeout", () => request.destroy(new ConfigurationError("the registry did not answer in time")));
    request.on("error", (error: NodeJS.ErrnoException) => reject(unreachable(error, socketPath)));
    request.end(body);
  });
}

function unreachable(error: NodeJS.ErrnoException, socket: string): Error {
  if (error.code === "EACCES") return new ConfigurationError(`${socket} is open to the user alone who runs the registry`);
  if (error.code === "ENOENT" || error.code === "ECONNREFUSED")
    return new ConfigurationError(`nobody answers at ${socket}: the registry is not running`);
  return error;
}
