import type { ZenEngine } from "@gorules/zen-engine";
import type { Law } from "@troad/law";
import { LogicEngine } from "json-logic-engine";
import Publicodes from "publicodes";
import { type Row, rate, seconds } from "../kit.ts";

/** The five brackets of 2025, and the tax on a net income that the four engines have to agree on. */
const brackets = [
  { from: 0, to: 590_000, rate: 5 },
  { from: 590_000, to: 1_330_000, rate: 12 },
  { from: 1_330_000, to: 2_660_000, rate: 20 },
  { from: 2_660_000, to: 4_980_000, rate: 30 },
  { from: 4_980_000, to: null, rate: 40 },
] as const;
const AT = "2025-12-31";
const FACT = "income.netGiven";
const TAX = "income.bracketTax";

/** json-logic-engine with its rule compiled, its fastest way. */
function logic(): (net: number) => number {
  const parts = brackets.map(({ from, to, rate }) => ({
    "*": [{ max: [0, { "-": [to === null ? { var: "net" } : { min: [{ var: "net" }, to] }, from] }] }, rate / 100],
  }));
  const run = new LogicEngine().build({ "+": parts });
  return (net) => Number(run({ net }));
}

/** zen with one expression; it answers asynchronously. */
async function zen(): Promise<((net: number) => Promise<number>) | null> {
  // A native binary for each system: where it has none, the row is missing.
  const found: { ZenEngine: typeof ZenEngine } | null = await import("@gorules/zen-engine").catch(() => null);
  if (!found) return null;
  const value = brackets
    .map(({ from, to, rate }) => `max([0, ${to === null ? "net" : `min([net, ${to}])`} - ${from}]) * ${rate / 100}`)
    .join(" + ");
  const at = { x: 0, y: 0 };
  const decision = new found.ZenEngine().createDecision({
    nodes: [
      { id: "in", type: "inputNode", name: "in", position: at },
      {
        id: "tax",
        type: "expressionNode",
        name: "tax",
        position: at,
        content: { expressions: [{ id: "1", key: "tax", value }] },
      },
      { id: "out", type: "outputNode", name: "out", position: at },
    ],
    edges: [
      { id: "a", type: "edge", sourceId: "in", targetId: "tax" },
      { id: "b", type: "edge", sourceId: "tax", targetId: "out" },
    ],
  });
  return async (net) => Number((await decision.evaluate({ net })).result.tax);
}

/** publicodes with its own mechanism for brackets. */
function publicodes(): (net: number) => number {
  const tranches = brackets.map(({ to, rate }) => ({ taux: `${rate}%`, ...(to === null ? {} : { plafond: `${to} NT$` }) }));
  const engine = new Publicodes({ net: { valeur: 0, unité: "NT$" }, tax: { barème: { assiette: "net", tranches } } });
  return (net) => Number(engine.setSituation({ net }).evaluate("tax").nodeValue);
}

/** One formula of five brackets, one case at a time: ours with its trace, theirs without. */
export async function peerRows(law: Law): Promise<Row[]> {
  const ours = (net: number): number => Number(law.calculate({ want: [TAX], situation: { [FACT]: net }, at: AT }).values[TAX]);
  const engines: [string, ((net: number) => number | Promise<number>) | null, number][] = [
    ["json-logic-engine", logic(), 200_000],
    ["zen", await zen(), 5_000],
    ["publicodes", publicodes(), 2_000],
  ];
  const measure = async (run: (net: number) => number | Promise<number>, cases: number): Promise<number> => {
    for (let net = 1; net < 6_000_000; net += 61_003) {
      const [theirs, own] = [await run(net), ours(net)];
      if (Math.floor(theirs + 1e-6) !== own) throw new Error(`${theirs} is not ${own} on ${net}`);
    }
    const taken = await seconds(async () => {
      for (let at = 0; at < cases; at++) {
        const result = run(at * 37);
        if (result instanceof Promise) await result;
      }
    });
    return cases / taken;
  };
  const perSecond = await measure(ours, 100_000);
  const rows: Row[] = [];
  for (const [name, run, cases] of engines) {
    if (!run) continue;
    rows.push(rate("five brackets", "cases/s", perSecond, { what: `${name}, no trace`, perSecond: await measure(run, cases) }));
  }
  return rows;
}
