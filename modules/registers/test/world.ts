import fs from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { readRoad } from "@troad/directory";
import { type ModuleManifest, type Process, type ProcessOptions, shiftedClock, startProcess } from "@troad/kernel";
import pki from "@troad/pki/module";
import { type MemberKey, openMemberKey } from "@troad/pki/seal";
import { signSealJws } from "@troad/trust";
import { testCluster } from "../../../kernel/test/cluster.ts";
import { registersApi } from "../api.ts";
import { consentSubject } from "../domain/consent.ts";
import registers from "../module.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
export const consumer = "TWDEMO/EDU/NDU/AID";
export const household = "TWDEMO/GOV/MOI/REGISTERS/household";

export type Answer = {
  status: number;
  type: string;
  body: Record<string, unknown> & { code?: string; record?: Record<string, unknown> };
};
export type Asking = {
  service?: string;
  agency?: string;
  nationalId?: string;
  fields?: string[];
  consent?: string | undefined;
  id?: string;
  client?: string;
  token?: string;
  body?: string;
  type?: string;
};

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A process with the registers and the authority, the platform's seal, and a server for its status list. */
export async function openWorld(options: {
  people: number;
  content?: (folder: string) => void;
  modules?: ModuleManifest[];
  env?: NodeJS.ProcessEnv;
}) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "troad-registers-"));
  fs.chmodSync(root, 0o711); // the database's own user walks through
  const extra = path.join(root, "extra");
  fs.mkdirSync(extra);
  options.content?.(extra);
  const clock = shiftedClock();
  const roots = [path.join(repository, "content"), extra].join(path.delimiter);
  const env = { PORT: "0", LOG_LEVEL: "silent", TROAD_CONTENT: roots, PEOPLE: String(options.people), ...options.env };
  const modules = [pki, registers, ...(options.modules ?? [])];
  const cluster = await testCluster();
  const agencies: ProcessOptions["agencies"] = (content) => readRoad(content).agencies.map(({ id }) => id);
  const start = (): Promise<Process> => startProcess({ modules, agencies, root, env, clock, ...(cluster ? { cluster } : {}) });
  const running = await start().catch((error: unknown) => {
    fs.rmSync(root, { recursive: true, force: true });
    throw error;
  });
  const lists = await openLists();
  const close = async (): Promise<void> => {
    await lists.close();
    await world.running.stop();
    fs.rmSync(root, { recursive: true, force: true });
  };
  const seal = (member: string): Promise<MemberKey> =>
    openMemberKey(
      { clock, use: world.running.use },
      {
        folder: path.join(root, "seals", member),
        name: "seal",
        profile: "seal",
        instance: "TWDEMO",
        member,
        organization: "MyData",
      },
    );
  const world = { root, clock, running, lists, start, close, seal, ask: (asking: Asking) => ask(world.running, asking) };
  return world;
}

async function ask(running: Process, asking: Asking): Promise<Answer> {
  const endpoint = await running.use(registersApi).serviceEndpoint(asking.agency ?? "moi", asking.service ?? "household");
  if (!endpoint) throw new Error("no such service here");
  const headers: Record<string, string> = {
    authorization: `Bearer ${asking.token ?? endpoint.token}`,
    "content-type": asking.type ?? "application/json",
    "accept-language": "en",
    "x-road-client": asking.client ?? consumer,
    "x-road-id": asking.id ?? "message-1",
    "x-troad-agreement": "ndu-household-1",
    ...(asking.consent === undefined ? {} : { "x-troad-consent": asking.consent }),
  };
  const body = asking.body ?? JSON.stringify({ nationalId: asking.nationalId, fields: asking.fields ?? ["name"] });
  const answer = await fetch(`${endpoint.url}/find`, { method: "POST", headers, body });
  return { status: answer.status, type: answer.headers.get("content-type") ?? "", body: (await answer.json()) as Answer["body"] };
}

/** Serves whatever text stands under an address: the status lists of the tests. */
async function openLists() {
  const texts = new Map<string, string>();
  let asked = 0;
  const server = createServer((request, reply) => {
    asked++;
    const text = texts.get(request.url ?? "");
    reply.writeHead(text === undefined ? 404 : 200, { "content-type": "application/statuslist+jwt" }).end(text);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    uri: (name: string) => `${base}/${name}`,
    asked: () => asked,
    publish: async (name: string, key: MemberKey, withdrawn: number[], claims: object = {}) => {
      const bytes = Buffer.alloc(4);
      for (const index of withdrawn) bytes[index >> 3]! |= 1 << (index & 7);
      const list = { sub: `${base}/${name}`, status_list: { bits: 1, lst: deflateSync(bytes).toString("base64url") }, ...claims };
      texts.set(`/${name}`, await signSealJws(list, { typ: "statuslist+jwt", signer: key.signer, chain: key.chain }));
    },
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

export type Minting = {
  nationalId: string;
  provider?: string;
  fields?: string[];
  id?: string;
  idx?: number;
  uri: string;
  typ?: string;
  claims?: object;
};

/** Seals a consent as the platform's MyData does, with `claims` in place of the right ones. */
export function mint(key: MemberKey, now: Date, minting: Minting): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  const claims = {
    iss: "TWDEMO/GOV/MODA/MYDATA",
    jti: minting.id ?? crypto.randomUUID(),
    sub: consentSubject(minting.nationalId),
    aud: consumer,
    iat: seconds,
    nbf: seconds - 5,
    exp: seconds + 900,
    purpose: "tuition",
    requests: [
      {
        provider: minting.provider ?? household,
        fields: minting.fields ?? ["name", "householdNo"],
        agreement: "ndu-household-1",
      },
    ],
    status: { status_list: { idx: minting.idx ?? 0, uri: minting.uri } },
    ...minting.claims,
  };
  return signSealJws(claims, { typ: minting.typ ?? "troad-consent+jwt", signer: key.signer, chain: key.chain });
}
