import { readFile } from "node:fs/promises";
import { TrustError } from "../../codes.ts";
import { CKF, CKR, CKU_USER, lostSession } from "./constants.ts";
import type { Cryptoki } from "./native.ts";
import { requireOk, TokenError } from "./refusal.ts";
import type { Pkcs11Address } from "./uri.ts";

/** Maximum number of open sessions, maximum number of waiting callers, and how long they wait (ms). */
export interface TokenLimits {
  readonly sessions: number;
  readonly waiting: number;
  readonly waitMs: number;
}

export const defaultLimits: TokenLimits = { sessions: 4, waiting: 1000, waitMs: 5000 };

/** Work with one session; `generation` distinguishes handles from before a reconnection from later ones. */
export type SessionWork<T> = (session: bigint, generation: number) => Promise<T>;

type Waiting = { readonly go: () => void; readonly fail: (error: Error) => void };

/** Logged-in sessions with one token. A session that the token lost is replaced, and the affected work is repeated once. */
export class TokenSessions {
  readonly #cryptoki: Cryptoki;
  readonly #address: Pkcs11Address;
  readonly #limits: TokenLimits;
  readonly #free: bigint[] = [];
  readonly #waiting: Waiting[] = [];
  #busy = 0;
  #generation = 0;
  #slot: bigint | undefined;
  #login: Promise<void> | undefined;
  /** A PIN that was refused is not tried again: three tries lock most tokens for good. */
  #pinRefused: TrustError | undefined;

  constructor(cryptoki: Cryptoki, address: Pkcs11Address, limits: Partial<TokenLimits> = {}) {
    this.#cryptoki = cryptoki;
    this.#address = address;
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Runs `work` with a session of its own. Throws `token.*`; `token.busy` if none becomes free in time. */
  async use<T>(work: SessionWork<T>): Promise<T> {
    await this.#admit();
    const working = this.#attempt(work).catch((error: unknown) => {
      if (!(error instanceof TokenError && lostSession.has(error.status))) throw error;
      return this.#attempt(work);
    });
    // The slot is released when the token has answered, not when the caller stopped waiting: its session is still in use.
    const settle = (): void => {
      this.#busy--;
      this.#waiting.shift()?.go();
    };
    working.then(settle, settle);
    return within(working, this.#limits.waitMs);
  }

  async #attempt<T>(work: SessionWork<T>): Promise<T> {
    let session: bigint | undefined;
    let generation = this.#generation;
    try {
      session = this.#free.pop() ?? (await this.#open());
      generation = this.#generation;
      const result = await work(session, generation);
      if (generation === this.#generation) this.#free.push(session);
      return result;
    } catch (error) {
      if (error instanceof TokenError && lostSession.has(error.status)) this.#forget(generation);
      // A failed call may have left an operation open, which would refuse the next one.
      if (session !== undefined) await this.#cryptoki.call("C_CloseSession", session).catch(() => undefined);
      throw error;
    }
  }

  /** After a reconnection all earlier handles are void. */
  #forget(generation: number): void {
    if (generation !== this.#generation) return;
    this.#generation++;
    this.#free.length = 0;
    this.#slot = undefined;
    this.#login = undefined;
  }

  async #open(): Promise<bigint> {
    if (this.#pinRefused) throw this.#pinRefused;
    this.#slot ??= await this.#findSlot();
    const handle = Buffer.alloc(8);
    const flags = CKF.serial | CKF.readWrite;
    requireOk(await this.#cryptoki.call("C_OpenSession", this.#slot, flags, null, null, handle), "C_OpenSession");
    const session = handle.readBigUInt64LE();
    this.#login ??= this.#logIn(session);
    try {
      await this.#login;
    } catch (error) {
      this.#login = undefined;
      await this.#cryptoki.call("C_CloseSession", session).catch(() => undefined);
      throw error;
    }
    return session;
  }

  /** A login holds for all sessions of the process with this token (PKCS#11 §5.6). */
  async #logIn(session: bigint): Promise<void> {
    const pin = await readPin(this.#address.pinSource);
    try {
      const status = await this.#cryptoki.call("C_Login", session, CKU_USER, pin, BigInt(pin.length));
      if (status !== CKR.alreadyLoggedIn) requireOk(status, "C_Login");
    } catch (error) {
      if (error instanceof TokenError && error.code.startsWith("token.pin")) this.#pinRefused = error;
      throw error;
    } finally {
      pin.fill(0);
    }
  }

  /** Slots may be renumbered when a token is plugged in again, so it is found by its label. */
  async #findSlot(): Promise<bigint> {
    const count = Buffer.alloc(8);
    requireOk(await this.#cryptoki.call("C_GetSlotList", 1n, null, count), "C_GetSlotList");
    const slots = Buffer.alloc(8 * Number(count.readBigUInt64LE()));
    requireOk(await this.#cryptoki.call("C_GetSlotList", 1n, slots, count), "C_GetSlotList");
    const known = Math.min(slots.length / 8, Number(count.readBigUInt64LE()));
    for (let at = 0; at < known; at++) {
      const slot = slots.readBigUInt64LE(8 * at);
      const facts = Buffer.alloc(512);
      const status = await this.#cryptoki.call("C_GetTokenInfo", slot, facts);
      // CK_TOKEN_INFO begins with the label: 32 bytes, padded with blanks.
      if (status === CKR.ok && facts.toString("utf8", 0, 32).trimEnd() === this.#address.token) return slot;
    }
    throw new TrustError("token.not-found", this.#address.token);
  }

  #admit(): Promise<void> {
    if (this.#busy < this.#limits.sessions) {
      this.#busy++;
      return Promise.resolve();
    }
    if (this.#waiting.length >= this.#limits.waiting) return Promise.reject(new TrustError("token.busy", "too many wait"));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(mine), 1);
        mine.fail(new TrustError("token.busy", "no session became free"));
      }, this.#limits.waitMs);
      const mine: Waiting = {
        go: () => {
          clearTimeout(timer);
          this.#busy++;
          resolve();
        },
        fail: reject,
      };
      this.#waiting.push(mine);
    });
  }
}

/** The PIN as bytes that can be wiped; a line end at the end of a file is not part of it. Throws `token.pin-source`. */
async function readPin(source: Pkcs11Address["pinSource"]): Promise<Buffer> {
  const text = "env" in source ? process.env[source.env] : await readFile(source.file, "utf8").catch(() => undefined);
  const pin = text?.replace(/\r?\n$/, "");
  if (!pin) throw new TrustError("token.pin-source", "env" in source ? source.env : source.file);
  return Buffer.from(pin, "utf8");
}

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TrustError("token.busy", `no answer within ${ms} ms`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
