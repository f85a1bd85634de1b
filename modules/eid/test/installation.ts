import { type ChildProcess, fork } from "node:child_process";
import fs from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Process, type ProcessOptions, shiftedClock, startProcess } from "@troad/kernel";
import notify from "@troad/notify/module";
import pki from "@troad/pki/module";
import * as oidc from "openid-client";
import { embeddedCluster } from "../../../kernel/db/cluster.ts";
import { testCluster } from "../../../kernel/test/cluster.ts";
import eid from "../module.ts";

export type DemoPerson = {
  role: string;
  name: string;
  p12: string;
  pin: string;
  subject: string;
  agency?: string;
  label: string;
};

/** A real installation of pki and eid in a folder of its own, with a clock that tests can move. */
export type Installation = {
  readonly process: Process;
  readonly clock: ReturnType<typeof shiftedClock>;
  readonly dataDir: string;
  people(): DemoPerson[];
  restart(env?: NodeJS.ProcessEnv): Promise<void>;
  /** A second process of the operating system, on the same folder and database; gives its address. */
  second(): Promise<string>;
  stop(): Promise<void>;
};

export async function install(env: NodeJS.ProcessEnv = {}, second = false): Promise<Installation> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "troad-eid-"));
  fs.chmodSync(root, 0o711); // the database's own user walks through
  for (const kind of ["roles", "messages"])
    fs.cpSync(path.resolve(import.meta.dirname, "../../../content", kind), path.join(root, "content", kind), { recursive: true });
  const clock = shiftedClock();
  const dataDir = path.join(root, "data");
  const shared = await testCluster();
  // a second process needs a server that does not end with the first
  const own = shared || !second ? undefined : await embeddedCluster(path.join(root, "database"));
  const cluster = shared ?? (own && { ...own, stop: async () => undefined });
  const options = (more: NodeJS.ProcessEnv): ProcessOptions => ({
    modules: [pki, notify, eid],
    agencies: () => [],
    root,
    clock,
    env: { PORT: "0", LOG_LEVEL: "silent", PEOPLE: "5000", ...env, ...more },
    ...(cluster ? { cluster } : {}),
  });
  const children: ChildProcess[] = [];
  let process = await startProcess(options({}));
  const { port } = new URL(process.origin);
  return {
    get process() {
      return process;
    },
    clock,
    dataDir,
    people: () => JSON.parse(fs.readFileSync(path.join(dataDir, "demo", "people.json"), "utf8")) as DemoPerson[],
    // the same port: cookies and redirect addresses stay true
    restart: async (more = {}) => {
      await process.stop();
      process = await startProcess(options({ PORT: port, ...more }));
    },
    second: async () => {
      const place = cluster?.migrator("eid") as { host: string; database: string } | undefined;
      if (!place) throw new Error("not installed for two processes");
      const port = await freePort();
      const given = {
        root,
        ...place,
        env: { LOG_LEVEL: "silent", PEOPLE: "5000", ...env, PORT: String(port), PUBLIC_ORIGIN: process.origin },
      };
      const child = fork(path.join(import.meta.dirname, "second.ts"), [JSON.stringify(given)], {
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      children.push(child);
      return new Promise((resolve, reject) => {
        child.once("message", () => resolve(`http://localhost:${port}`));
        child.once("exit", (code) => reject(new Error(`the second process ended: ${code}`)));
      });
    },
    stop: async () => {
      for (const child of children) {
        child.removeAllListeners("exit");
        const ended = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGTERM");
        await Promise.race([ended, sleep(5_000)]);
      }
      await process.stop();
      await own?.stop();
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A browser without script: cookies by path, forms, redirects one by one. */
export class Browser {
  readonly cookies = new Map<string, { value: string; path: string }>();
  readonly language: string;
  constructor(language = "en") {
    this.language = language;
  }

  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = [...this.cookies]
      .filter(([, { path: at }]) => pathname.startsWith(at))
      .map(([name, { value }]) => `${name.split("|")[0]}=${value}`);
    const headers = {
      accept: "text/html",
      "accept-language": this.language,
      ...(init.headers as Record<string, string>),
      cookie: cookie.join("; "),
    };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split(/;\s*/);
    const at = pair.indexOf("=");
    const cookiePath = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? "/";
    const key = `${pair.slice(0, at)}|${cookiePath}`;
    if (attributes.some((one) => /^expires=Thu, 01 Jan 1970/i.test(one))) this.cookies.delete(key);
    else this.cookies.set(key, { value: pair.slice(at + 1), path: cookiePath });
  }

  post(url: string, fields: Record<string, string>): Promise<Response> {
    return this.request(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
  }

  /** Follows redirects until a page, or until an address that begins with `until`. */
  async follow(response: Response, until: string): Promise<{ url: string; response: Response }> {
    let current = response;
    let url = response.url;
    for (let hops = 0; hops < 10 && current.status >= 300 && current.status < 400; hops++) {
      await current.body?.cancel();
      url = new URL(current.headers.get("location")!, url).href;
      if (url.startsWith(until)) break;
      current = await this.request(url);
    }
    return { url, response: current };
  }
}

/** The portal's side: what openid-client makes of the discovery document and the client file. */
export class RelyingParty {
  readonly config: oidc.Configuration;
  readonly callback: string;
  constructor(config: oidc.Configuration, callback: string) {
    this.config = config;
    this.callback = callback;
  }

  static async of(installation: Installation): Promise<RelyingParty> {
    const { origin } = installation.process;
    const file = path.join(installation.dataDir, "eid", "clients", "portal.json");
    const { client_id, client_secret } = JSON.parse(fs.readFileSync(file, "utf8")) as {
      client_id: string;
      client_secret: string;
    };
    const config = await oidc.discovery(new URL(`${origin}/eid/oidc`), client_id, client_secret, undefined, {
      execute: [oidc.allowInsecureRequests],
    });
    return new RelyingParty(config, `${origin}/auth/callback`);
  }

  async begin(more: Record<string, string> = {}) {
    const verifier = oidc.randomPKCECodeVerifier();
    const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
    const url = oidc.buildAuthorizationUrl(this.config, {
      redirect_uri: this.callback,
      scope: "openid profile national_id roles",
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      prompt: "login",
      ...more,
    });
    return {
      url: url.href,
      expected: { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
    };
  }

  async finish(url: string, expected: oidc.AuthorizationCodeGrantChecks) {
    const tokens = await oidc.authorizationCodeGrant(this.config, new URL(url), expected);
    const claims = tokens.claims()!;
    return { tokens, claims, info: await oidc.fetchUserInfo(this.config, tokens.access_token, claims.sub) };
  }

  /** A whole sign-in by the one-click hint. */
  async signInAs(browser: Browser, subject: string) {
    const { url, expected } = await this.begin({ login_hint: `demo:${subject}` });
    const arrived = await browser.follow(await browser.request(url), this.callback);
    return { ...arrived, ...(await this.finish(arrived.url, expected)) };
  }
}
