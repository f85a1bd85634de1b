import { isDatabaseUnavailable } from "@troad/kernel";
import type { App } from "./apps-store.ts";
import { aggregated, carrierDetail, carrierHeaders, donate } from "./by-carrier.ts";
import { invoiceDetail, invoiceHeader } from "./by-number.ts";
import type { CallParts } from "./parts.ts";
import { NationalRefusal } from "./refusal.ts";
import { need, type Parameters, signed, timely } from "./request.ts";
import { winningList } from "./winning-list.ts";

/** One call: its answer, whether its code is a number, whether it is signed. */
export type Call = {
  readonly version: string;
  /** Calls 1 to 4 answer "200", calls 5 to 8 answer 200. */
  readonly numeric: boolean;
  run(parameters: Parameters): Promise<object>;
  /** The answer, if it is in memory. */
  known?(parameters: Parameters): Buffer | undefined;
};

/** The calls of the application interface by address and action. */
export function consumerCalls(parts: CallParts): ReadonlyMap<string, ReadonlyMap<string, Call>> {
  const byNumber = (version: string, work: (parameters: Parameters) => Promise<object>): Call => ({
    version,
    numeric: false,
    run: async (parameters) => {
      await parts.callers.of(parameters.appID, need(parameters, "UUID"));
      return work(parameters);
    },
  });
  const byCarrier = (
    version: string,
    work: (parameters: Parameters, app: App) => Promise<object>,
    signs?: "change" | "query",
  ): Call => ({
    version,
    numeric: true,
    run: async (parameters) => {
      const app = await parts.callers.of(parameters.appID, need(parameters, "uuid"));
      timely(parts.ctx, parameters);
      if (signs) await signed(parts.ctx, app, parameters, signs === "change");
      return work(parameters, app);
    },
  });
  const { lookup } = parts;
  const searched = async (parameters: Parameters): Promise<object> => ({
    v: "0.2",
    code: "200",
    msg: "查詢成功",
    details: parts.loveCodes.search(need(parameters, "qKey")).map((one, rowNum) => ({
      rowNum,
      SocialWelfareBAN: one.ban,
      LoveCode: one.code,
      SocialWelfareName: one.name,
      SocialWelfareAbbrev: one.abbreviation,
    })),
  });
  return new Map([
    [
      "/PB2CAPIVAN/invapp/InvApp",
      new Map([
        ["QryWinningList", winningCall(parts)],
        ["qryInvHeader", byNumber("0.5", (parameters) => invoiceHeader(lookup, parameters))],
        ["qryInvDetail", byNumber("0.6", (parameters) => invoiceDetail(lookup, parameters))],
      ]),
    ],
    ["/PB2CAPIVAN/loveCodeapp/qryLoveCode", new Map([["qryLoveCode", byNumber("0.2", searched)]])],
    [
      "/PB2CAPIVAN/invServ/InvServ",
      new Map([
        ["carrierInvChk", byCarrier("0.6", (parameters) => carrierHeaders(parts, parameters))],
        ["carrierInvDetail", byCarrier("0.5", (parameters) => carrierDetail(parts, parameters))],
      ]),
    ],
    ["/PB2CAPIVAN/CarInv/Donate", new Map([["carrierInvDnt", byCarrier("0.1", (p, app) => donate(parts, app, p), "change")]])],
    [
      "/PB2CAPIVAN/Carrier/Aggregate",
      new Map([["qryCarrierAgg", byCarrier("1.0", (p, app) => aggregated(parts, app, p), "query")]]),
    ],
  ]);
}

const rememberMs = 60_000;

/**
 * Everyone requests the winning list at once, and it is public: a recently seen application is not looked up again, and while the database
 * is down every caller gets it.
 */
function winningCall(parts: CallParts): Call {
  const answer = winningList(parts.lists, parts.amounts);
  const seen = new Map<string, number>();
  const lookUp = async (id: string | undefined): Promise<void> => {
    try {
      await parts.callers.of(id, "");
      if (seen.size < 10_000) seen.set(id!, Date.now() + rememberMs);
    } catch (error) {
      if (error instanceof NationalRefusal || !isDatabaseUnavailable(error)) throw error;
    }
  };
  return {
    version: "0.2",
    numeric: false,
    run: async (parameters) => {
      await lookUp(parameters.appID);
      return answer(parameters);
    },
    known: (parameters) => ((seen.get(parameters.appID ?? "") ?? 0) > Date.now() ? answer(parameters) : undefined),
  };
}
