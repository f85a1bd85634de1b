import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./kit.ts";

/** The statistics of the demonstration's own shops: a month that is over, a period that was drawn, and the topics that tell of them. */
export async function demonstrationHasRows(): Promise<void> {
  const day = new Date(Date.now() + 8 * 3_600_000);
  const month = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
  const shown = await rowsOf("einvoice-townships", month);
  const figures = shown.filter((row) => row.平均開立金額 !== null);
  assert.ok(figures.length >= 5 && figures.length < shown.length, `${figures.length} of ${shown.length} are shown`);
  for (const row of figures) assert.ok(Number(row.平均開立張數) >= 1 && Number(row.平均客單價) > 0, JSON.stringify(row));
  assert.ok((await rowsOf("einvoice-carriers", month)).some((row) => row.開立張數 !== null));

  const prizes = await rowsOf("einvoice-prizes");
  const won = prizes.filter((row) => row.中獎張數 !== null);
  assert.ok(won.length >= 3 && won.length < prizes.length, `${won.length} of ${prizes.length} are shown`);
  for (const row of won) assert.equal(row.中獎金額, Number(row.中獎張數) * Number(row.每張獎金));
  for (const topic of ["winners", "prizes", "carriers", "carrier-kinds", "late-night", "spending"]) {
    const page = await ask("nobody", `/data/topics/${topic}`);
    assert.match(page.text, /chart\.svg/, topic);
    assert.match((await ask("nobody", `/data/topics/${topic}/chart.svg`)).text, /<rect x="150"/, topic);
  }
  assert.match((await ask("nobody", "/data/topics/carriers")).text, /\d%/);
}

/** The rows of the newest file of a set, or of the one with this title, once it is there. */
async function rowsOf(set: string, title?: string): Promise<Record<string, unknown>[]> {
  for (let tries = 0; tries < 300; tries++) {
    const shown = await ask("nobody", `/api/3/action/package_show?id=${set}`);
    const { resources } =
      shown.status === 200
        ? (JSON.parse(shown.text) as { result: { resources: { id: string; name: string }[] } }).result
        : { resources: [] };
    const file = resources
      .toSorted((one, other) => (one.name < other.name ? 1 : -1))
      .find(({ name }) => !title || name === title);
    if (file) return JSON.parse((await ask("nobody", `/data/${set}/${file.id}/file.json`)).text) as Record<string, unknown>[];
    await sleep(200);
  }
  return assert.fail(`${set} does not appear`);
}
