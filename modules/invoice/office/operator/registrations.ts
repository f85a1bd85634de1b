import { createHash, X509Certificate } from "node:crypto";
import { type BanCheck, easyCard, isMobileBarcode, isVerifyCode, mobileBarcode } from "@troad/invoice-formats";
import { instant, type ModuleContext, type Tx } from "@troad/kernel";
import type { CarrierService } from "../../carriers/service.ts";
import { endSender, insertSender } from "../../senders/senders-store.ts";
import { atField, officeFailure } from "../errors.ts";
import {
  type AppRow,
  appRows,
  carrierRow,
  credentialsOf,
  endApp,
  endCredential,
  insertAppKey,
  insertCredential,
  insertNewApp,
  insertSuspension,
  isSuspended,
  lockRegistered,
  type SenderRow,
  type Suspension,
  senderRows,
  suspensionsOf,
} from "./registration-store.ts";

export type { AppRow, Credential, SenderRow } from "./registration-store.ts";

type Ctx = Pick<ModuleContext, "db" | "clock" | "ids">;
type Page = { words: string; before: string | undefined; limit: number };
const onlyOne: Page = { words: "", before: undefined, limit: 1 };
type Act = { id: string; by: string; reason: string };
const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");
const idForm = /^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$/;
const mostSellers = 500;

/** A reason that others can read later. */
export function reasonIn(reason: string): string {
  if (reason.length < 5 || reason.length > 500) throw atField("office.field-missing", "reason");
  return reason;
}

/** The certificate in a PEM text: its fingerprint and last moment. Expired ones and those that are no certificate are refused. */
export function certificateIn(pem: string, now: Date): { sha256: string; until: string; subject: string } {
  let read: X509Certificate;
  try {
    if (pem.length > 20_000) throw new Error("too long");
    read = new X509Certificate(pem);
  } catch {
    throw atField("office.certificate", "certificate");
  }
  const until = new Date(read.validTo);
  if (until <= now) throw atField("office.certificate", "certificate");
  return { sha256: sha256(read.raw), until: until.toISOString(), subject: read.subject };
}

/** Senders, applications and carriers, as an operator registers, suspends and ends them. Each act is in the audit. */
export function openRegistrations(ctx: Ctx, carriers: Pick<CarrierService, "register">, isBan: BanCheck) {
  const { db, clock, ids } = ctx;
  const now = (): string => instant(clock);
  const standing = async (tx: Tx, about: "sender" | "app", id: string): Promise<void> => {
    await lockRegistered(tx, about, id);
    const [row] = await (about === "sender" ? senderRows(tx, onlyOne, id) : appRows(tx, onlyOne, id));
    if (!row) throw officeFailure("office.unknown");
    if (row.standing === "ended") throw officeFailure("office.over");
  };

  return {
    senders: (page: Page): Promise<SenderRow[]> => senderRows(db, page),
    oneSender: async (id: string): Promise<SenderRow> => {
      const [row] = await senderRows(db, onlyOne, id);
      if (!row) throw officeFailure("office.unknown");
      return row;
    },
    credentials: (sender: string) => credentialsOf(db, sender),
    apps: (page: Page): Promise<AppRow[]> => appRows(db, page),
    oneApp: async (id: string): Promise<AppRow> => {
      const [row] = await appRows(db, onlyOne, id);
      if (!row) throw officeFailure("office.unknown");
      return row;
    },
    oneCarrier: (type: string, id: string) => carrierRow(db, type, id),
    past: (about: Suspension["about"], id: string) => suspensionsOf(db, about, id),
    /** Registers a sender; the token is given once and kept as a hash. */
    sender: async (asked: { id: string; name: string; role: string; sellers: string; certificate: string; by: string }) => {
      const { id, name, role, by } = asked;
      if (!idForm.test(id)) throw atField("office.field-form", "id");
      if (name === "" || name.length > 100) throw atField("office.field-missing", "name");
      if (role !== "shop" && role !== "agent") throw atField("office.field-missing", "role");
      const sellers = [...new Set(asked.sellers.split(/[\s,，、]+/u).filter((one) => one !== ""))];
      // an agent serves everybody who asks it to; a shop its own numbers alone
      if (role === "agent" && sellers.length === 0) sellers.push("*");
      if (sellers.length === 0 || sellers.length > mostSellers) throw atField("office.field-missing", "sellers");
      if (sellers.some((one) => !(isBan(one) || (role === "agent" && one === "*"))))
        throw atField("office.business-number", "sellers");
      const certificate = asked.certificate === "" ? undefined : certificateIn(asked.certificate, clock.now());
      const token = ids.secret(32);
      await db.tx(async (tx) => {
        await lockRegistered(tx, "sender", id);
        const row = { id, name, sellers, tokenSha256: sha256(token), certificateSha256: null, since: now(), role, by } as const;
        if (!(await insertSender(tx, row))) throw atField("office.exists", "id");
        if (certificate && !(await insertCredential(tx, { sender: id, kind: "certificate", ...certificate, by, at: now() })))
          throw atField("office.exists", "certificate");
        await tx.audit({ actor: by, action: "invoice.sender-registered", target: id, detail: { role, sellers: sellers.length } });
      });
      return { token };
    },
    /** A further certificate of a sender, or a new token, which is given once. */
    credential: (asked: { sender: string; certificate: string; by: string }): Promise<{ token?: string }> =>
      db.tx(async (tx) => {
        const { sender, by } = asked;
        await standing(tx, "sender", sender);
        const token = asked.certificate === "" ? ids.secret(32) : undefined;
        const row = token === undefined ? certificateIn(asked.certificate, clock.now()) : { sha256: sha256(token), until: null };
        const kind = token === undefined ? "certificate" : "token";
        if (!(await insertCredential(tx, { sender, kind, sha256: row.sha256, until: row.until, by, at: now() })))
          throw atField("office.exists", "certificate");
        await tx.audit({ actor: by, action: "invoice.credential-added", target: sender, detail: { kind } });
        return token === undefined ? {} : { token };
      }),
    endCredential: (asked: { sender: string; no: number; by: string }): Promise<void> =>
      db.tx(async (tx) => {
        if ((await endCredential(tx, { ...asked, at: now() })) === 0) throw officeFailure("office.over");
        await tx.audit({ actor: asked.by, action: "invoice.credential-ended", target: asked.sender, detail: { no: asked.no } });
      }),
    endSender: ({ id, by, reason }: Act): Promise<void> =>
      db.tx(async (tx) => {
        await standing(tx, "sender", id);
        await endSender(tx, id, now(), { by, reason: reasonIn(reason) });
        await tx.audit({ actor: by, action: "invoice.sender-ended", target: id, detail: { reason } });
      }),
    /** Registers an application of the national interface; its key is shown once here, and kept because signatures are checked with it. */
    app: async ({ name, by }: { name: string; by: string }): Promise<{ id: string; key: string }> => {
      if (name === "" || name.length > 100) throw atField("office.field-missing", "name");
      const made = { id: `EINV${ids.random(6).toString("hex").toUpperCase()}`, key: ids.random(18).toString("base64") };
      await db.tx(async (tx) => {
        if ((await insertNewApp(tx, { ...made, name, by, at: now() })) === 0) throw officeFailure("office.exists");
        await tx.audit({ actor: by, action: "invoice.app-registered", target: made.id });
      });
      return made;
    },
    appKey: async ({ id, by }: { id: string; by: string }): Promise<{ id: string; key: string }> => {
      const key = ids.random(18).toString("base64");
      await db.tx(async (tx) => {
        await standing(tx, "app", id);
        await insertAppKey(tx, { id, key, by, at: now() });
        await tx.audit({ actor: by, action: "invoice.app-key-renewed", target: id });
      });
      return { id, key };
    },
    endApp: ({ id, by, reason }: Act): Promise<void> =>
      db.tx(async (tx) => {
        await standing(tx, "app", id);
        await endApp(tx, { id, by, reason: reasonIn(reason), at: now() });
        await tx.audit({ actor: by, action: "invoice.app-ended", target: id, detail: { reason } });
      }),
    /** Registers a barcode or a card with its first verification code. */
    carrier: async ({ type, id, code, by }: { type: string; id: string; code: string; by: string }): Promise<void> => {
      const fits = type === mobileBarcode ? isMobileBarcode(id) : type === easyCard && /^[A-Za-z0-9]{4,64}$/.test(id);
      if (!fits) throw atField("office.field-form", "id");
      if (!isVerifyCode(code)) throw atField("office.field-form", "code");
      if (!(await carriers.register({ type, id }, code))) throw atField("office.exists", "id");
      await db.tx((tx) =>
        tx.audit({ actor: by, action: "invoice.carrier-registered", target: sha256(`${type} ${id}`), detail: { type } }),
      );
    },
    /** Keeps a sender, an application or a carrier from acting, or lets it act again. */
    suspend: ({ about, id, suspended, by, reason }: Omit<Suspension, "at">): Promise<void> =>
      db.tx(async (tx) => {
        if (about !== "carrier") await standing(tx, about, id);
        else {
          await lockRegistered(tx, about, id);
          const [type = "", number = ""] = id.split(/ (.*)/s);
          if (!(await carrierRow(tx, type, number))) throw officeFailure("office.unknown");
        }
        if ((await isSuspended(tx, about, id)) === suspended) throw officeFailure("office.no-change");
        await insertSuspension(tx, { about, id, suspended, reason: reasonIn(reason), by, at: now() });
        const target = about === "carrier" ? sha256(id) : id;
        await tx.audit({
          actor: by,
          action: `invoice.${about}-${suspended ? "suspended" : "resumed"}`,
          target,
          detail: { reason },
        });
      }),
  };
}
export type Registrations = ReturnType<typeof openRegistrations>;
