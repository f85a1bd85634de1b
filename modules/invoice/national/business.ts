import { hashSerial, isBan, isLoveCode, isMobileBarcode, mobileBarcode } from "@troad/invoice-formats";
import { aggregateApp, type CallParts } from "./parts.ts";
import { refuse } from "./refusal.ts";
import { need, type Parameters, signed } from "./request.ts";

const yes = (there: boolean): string => (there ? "Y" : "N");

/** Calls of shops (/BIZAPIVAN/biz): whether a barcode, a love code or a business exists. */
export const businessCalls: Readonly<Record<string, (parts: CallParts, parameters: Parameters) => Promise<object>>> = {
  bcv: async (parts, parameters) => {
    const id = need(parameters, "barCode");
    const there = isMobileBarcode(id) && (await parts.desk.exists({ type: mobileBarcode, id }));
    return { version: "1.0", TxID: need(parameters, "TxID"), code: "200", msg: "執行成功", isExist: yes(there) };
  },
  preserveCodeCheck: async (parts, parameters) => {
    const code = need(parameters, "pCode");
    const there = isLoveCode(code) && parts.loveCodes.find(code) !== undefined;
    return { version: "1.0", TxID: need(parameters, "TxID"), code: "200", msg: "執行成功", isExist: yes(there) };
  },
  qryBanUnitTp: async (parts, parameters) => {
    const app = await aggregateApp(parts, parameters);
    await signed(parts.ctx, app, parameters, false);
    const ban = need(parameters, "ban");
    const serial = need(parameters, "serial", /^\d{10}$/);
    // a number with a wrong check digit is nobody's; whose a right one is, the register of businesses would say
    const banUnitTpStatus = yes(isBan(ban));
    return { version: "1.0", code: "200", msg: "執行成功", hashSerial: hashSerial(serial, app.key), ban, banUnitTpStatus };
  },
};

export const businessCall = (action: string) => businessCalls[action] ?? refuse(903);
