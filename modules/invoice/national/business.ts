import { hashSerial, isLoveCode, isMobileBarcode, mobileBarcode } from "@troad/invoice-formats";
import { sendsFor } from "../senders/senders-store.ts";
import { aggregateApp, type CallParts } from "./parts.ts";
import { refuse } from "./refusal.ts";
import { need, type Parameters, signed, timely } from "./request.ts";

const yes = (there: boolean): string => (there ? "Y" : "N");

/** Calls of shops (/BIZAPIVAN/biz): whether a barcode, a donation code or a business exists. */
export const businessCalls: Readonly<Record<string, (parts: CallParts, parameters: Parameters) => Promise<object>>> = {
  bcv: async (parts, parameters) => {
    const id = need(parameters, "barCode");
    const there = isMobileBarcode(id) && (await parts.carrierService.exists({ type: mobileBarcode, id }));
    return { version: "1.0", TxID: need(parameters, "TxID"), code: "200", msg: "執行成功", isExist: yes(there) };
  },
  preserveCodeCheck: async (parts, parameters) => {
    const code = need(parameters, "pCode");
    const there = isLoveCode(code) && parts.loveCodes.find(code) !== undefined;
    return { version: "1.0", TxID: need(parameters, "TxID"), code: "200", msg: "執行成功", isExist: yes(there) };
  },
  qryBanUnitTp: async (parts, parameters) => {
    const { ban, ...answer } = await aboutBusiness(parts, parameters);
    // a number that breaks the rule and was not registered is nobody's; whose another one is, the register of businesses would say
    return { ...answer, ban, banUnitTpStatus: yes(parts.isBan(ban)) };
  },
  // whether a business fetches what is sent to it: it, or an agent that was registered for this very number
  qryRecvRout: async (parts, parameters) => {
    const { ban, ...answer } = await aboutBusiness(parts, parameters);
    return { ...answer, ban, recvRoutStatus: yes(parts.isBan(ban) && (await sendsFor(parts.ctx.db, ban)) !== undefined) };
  },
};

/** The signed calls about a business number; a time stamp of long ago is refused with the signature that was made over it. */
async function aboutBusiness(parts: CallParts, parameters: Parameters) {
  const app = await aggregateApp(parts, parameters);
  await signed(parts.ctx, app, parameters, false);
  timely(parts.ctx, parameters);
  const ban = need(parameters, "ban", /^\d{8}$/);
  const serial = need(parameters, "serial", /^\d{10}$/);
  return { version: "1.0", code: "200", msg: "執行成功", hashSerial: hashSerial(serial, app.key), ban };
}

export const businessCall = (action: string) => businessCalls[action] ?? refuse(903);
