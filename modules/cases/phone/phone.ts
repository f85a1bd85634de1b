import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import type { EidApi } from "@troad/eid/api";
import { isSameName } from "@troad/forms";
import { installationSecret, instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import type { CasesApi } from "../api.ts";
import { caseFailure } from "../domain/errors.ts";
import type { Services } from "../domain/services.ts";
import type { Drafts } from "../engine/drafts.ts";
import { requirePhone } from "../filing.ts";
import { countPhoneCodes, insertPhoneCode, tryPhoneCode, usePhoneCode } from "../store/phone-codes.ts";

const minutes = 10;
const hourMs = 3_600_000;
const triesEach = 3;
/** Codes in an hour that an officer may have sent, and a person may get. */
const mostByOfficer = 30;
const mostToPerson = 3;

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock" | "ids" | "folder" | "demo">;
  services: Services;
  drafts: Pick<Drafts, "begin">;
  eid: Pick<EidApi, "personOfNumber">;
  notify: Pick<NotifyApi, "reach" | "sendCode">;
  counterRoles: ReadonlySet<string>;
};

/**
 * Applications on the telephone: an officer has a code sent to the number that the caller has confirmed before, and goes on once the caller has read it out.
 * Who has no such number, is another person or is nobody gets the same answer: an officer learns from it of nobody whether they are known.
 */
export function phoneFiling(parts: Parts): Pick<CasesApi, "callBack" | "openByPhone"> {
  const { ctx, drafts, eid, notify } = parts;
  const secret = installationSecret(`${ctx.folder}/keys`, "phone-codes");
  const digestOf = (id: string, code: string): string => createHmac("sha256", secret).update(`${id} ${code}`).digest("hex");
  return {
    callBack: async ({ service, nationalId, name, officer }) => {
      requirePhone(parts, service, officer);
      const id = ctx.ids.uuid();
      const person = await eid.personOfNumber(nationalId);
      const [now, code] = [ctx.clock.now().getTime(), String(randomInt(1_000_000)).padStart(6, "0")];
      const since = new Date(now - hourMs).toISOString();
      const sent = await countPhoneCodes(ctx.db, { officer: officer.subject, subject: person?.subject ?? "", since });
      if (sent.officer >= mostByOfficer) throw caseFailure("case.too-many-codes");
      const isTheirs = person !== null && isSameName(person.name, name) && person.subject !== officer.subject;
      const subject = isTheirs && sent.subject < mostToPerson ? person.subject : "";
      const expires = new Date(now + minutes * 60_000).toISOString();
      await ctx.db.tx(async (tx) => {
        await insertPhoneCode(tx, {
          ...{ id, officer: officer.subject, subject, service, digest: digestOf(id, code), expires_at: expires },
        });
        await tx.audit({ actor: officer.subject, action: "case.called-back", target: id, detail: { service } });
      });
      if (subject === "") return { id };
      const { addresses } = await notify.reach(subject);
      const confirmed = addresses.filter((one) => one.channel === "sms" && one.state === "confirmed");
      // people of the demonstration have no telephones: what would have been sent is shown under their name
      const shown = confirmed.length === 0 && ctx.demo ? [{ id: "demo", value: person!.name, lang: "zh-Hant" }] : confirmed;
      for (const { id: address, value: to, lang } of shown)
        await notify.sendCode({
          ...{ key: `phone ${id} ${address}`, channel: "sms", to, lang },
          template: "case-phone-code",
          params: { code },
        });
      return { id };
    },
    openByPhone: async ({ id, code, nationalId, name, officer }) => {
      const now = instant(ctx.clock);
      const row = isUuid(id) ? await tryPhoneCode(ctx.db, { id, officer: officer.subject, most: triesEach, now }) : undefined;
      const given = digestOf(id, code.trim());
      if (!row || row.subject === "" || !timingSafeEqual(Buffer.from(given), Buffer.from(row.digest)))
        throw caseFailure("case.phone-code-wrong");
      requirePhone(parts, row.service, officer);
      const person = await eid.personOfNumber(nationalId);
      if (person?.subject !== row.subject || !isSameName(person.name, name)) throw caseFailure("case.phone-code-wrong");
      if (!(await usePhoneCode(ctx.db, id, now))) throw caseFailure("case.phone-code-wrong");
      const onBehalf = { subject: officer.subject, name: officer.name, as: "phone" as const };
      return drafts.begin({ service: row.service, subject: person.subject, nationalId, name: person.name, onBehalf });
    },
  };
}
