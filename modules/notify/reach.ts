import { instant, isUuid, type ModuleContext } from "@troad/kernel";
import { outside } from "@troad/reach";
import type { NotifyApi } from "./api.ts";
import type { Carriers, Channel, PushKeys } from "./channels/ports.ts";
import { codeMinutes, hashCode, isSameHash, mailAddress, mobileNumber, mostTries, newCode } from "./domain/address.ts";
import { notifyFailure } from "./domain/errors.ts";
import {
  addressesOf,
  clearSilence,
  countTry,
  deleteAddress,
  lockAddress,
  putAddress,
  putSilence,
  setAddressState,
  silenced,
} from "./store/addresses.ts";
import type { Topic } from "./templates.ts";

type Parts = Pick<ModuleContext, "db" | "clock" | "ids"> & {
  carriers: Carriers;
  pushHosts: readonly string[];
  pushKey: string;
  secret: string;
  sendCode: NotifyApi["sendCode"];
};
type Offered = Pick<NotifyApi, "reach" | "addAddress" | "confirmAddress" | "removeAddress" | "setSilences">;

const mostAddresses = 10;
const secondsBetweenCodes = 60;

/** Where a person is reached: they confirm each address themselves, and silence topics on a channel. */
export function openReach(parts: Parts): Offered {
  const { db, clock, ids, carriers, secret } = parts;
  return {
    reach: async (subject) => ({
      addresses: (await addressesOf(db, subject)).map(({ id, channel, value, lang, state, at }) => ({
        id,
        channel,
        value,
        lang,
        state,
        at,
      })),
      silences: (await silenced(db, subject)) as { channel: Channel; topic: Topic }[],
      channels: Object.keys(carriers) as Channel[],
      pushKey: parts.pushKey,
    }),
    addAddress: async ({ subject, channel, value: given, keys, lang }) => {
      if (!carriers[channel]) throw notifyFailure("notify.channel-missing");
      const value = usable(parts, channel, given, keys);
      const now = clock.now();
      const present = await addressesOf(db, subject);
      const known = present.find((one) => one.channel === channel && one.value === value);
      if (known?.state === "confirmed" && channel !== "push") return { id: known.id };
      if (!known && present.length >= mostAddresses) throw notifyFailure("notify.too-many-addresses");
      const lastCode = Math.max(0, ...present.filter((one) => one.code_hash !== null).map(({ at }) => Date.parse(at)));
      if (channel !== "push" && now.getTime() - lastCode < secondsBetweenCodes * 1_000)
        throw notifyFailure("notify.code-too-soon");
      const id = known?.id ?? ids.uuid();
      const base = { id, subject, channel, value, keys, lang, at: instant(clock) };
      if (channel === "push")
        return { id: await putAddress(db, { ...base, state: "confirmed", code_hash: null, code_until: null }) };
      const code = newCode();
      const until = new Date(now.getTime() + codeMinutes * 60_000).toISOString();
      const stored = await putAddress(db, {
        ...base,
        state: "waiting",
        code_hash: hashCode(secret, value, code),
        code_until: until,
      });
      const params = { code, minutes: String(codeMinutes) };
      await parts.sendCode({ key: `${stored} ${base.at}`, channel, to: value, lang, template: "address-code", params });
      return { id: stored };
    },
    confirmAddress: async ({ subject, id, code }) => {
      // a wrong try is counted for good, so the failure is thrown after the transaction
      const failed = await db.tx(async (tx) => {
        const row = isUuid(id) ? await lockAddress(tx, subject, id) : undefined;
        if (!row) return "notify.not-found";
        if (row.state === "confirmed") return undefined;
        const isOver = row.code_hash === null || row.code_until === null || Date.parse(row.code_until) < clock.now().getTime();
        if (isOver || row.tries >= mostTries) return "notify.code-over";
        if (!isSameHash(row.code_hash ?? "", hashCode(secret, row.value, code.normalize("NFKC").replace(/\s/g, "")))) {
          await countTry(tx, id);
          return "notify.code-wrong";
        }
        await setAddressState(tx, id, "confirmed");
        return undefined;
      });
      if (failed) throw notifyFailure(failed);
    },
    removeAddress: async ({ subject, id }) => {
      if (isUuid(id)) await deleteAddress(db, subject, id);
    },
    setSilences: ({ subject, silences }) =>
      db.tx(async (tx) => {
        await clearSilence(tx, subject);
        for (const { channel, topic } of silences) await putSilence(tx, subject, channel, topic);
      }),
  };
}

/** An address as it is stored; throws if this channel cannot use it. */
function usable({ pushHosts }: Parts, channel: Channel, given: string, keys: PushKeys | null): string {
  const isBase64 = (text: string | undefined, bytes: number) =>
    text !== undefined && /^[\w-]+={0,2}$/.test(text) && Buffer.from(text, "base64url").length === bytes;
  const byChannel = {
    mail: () => mailAddress(given),
    sms: () => mobileNumber(given),
    push: () => (isBase64(keys?.p256dh, 65) && isBase64(keys?.auth, 16) ? outside(given, pushHosts)?.href : undefined),
  };
  const value = byChannel[channel]();
  if (value === undefined) throw notifyFailure("notify.address-malformed");
  return value;
}
