import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { loadService, type ServiceDefinition, toBpmn } from "@troad/flow";
import type { Browser } from "playwright-core";
import { root } from "../tests/kit/government.ts";
import { browserMissing, launch } from "./browser.ts";

const viewer = path.join(root, "node_modules", "bpmn-js", "dist", "bpmn-viewer.production.min.js");
const folders = [path.join(root, "content", "services"), path.join(root, "tests", "fixtures", "village", "services")];
const services = folders.flatMap((folder) =>
  fs
    .readdirSync(folder)
    .filter((id) => fs.existsSync(path.join(folder, id, "service.json")))
    .map((id) => ({ id, file: path.join(folder, id, "service.json") })),
);
type Viewer = { importXML(xml: string): Promise<{ warnings: unknown[] }> };

describe("the steps of every service open in bpmn-js and are drawn", { skip: browserMissing }, () => {
  let browser: Browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  test("without a warning, each step as a shape", async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.setContent('<div id="canvas" style="height:800px"></div>');
    await page.addScriptTag({ path: viewer });
    for (const { id, file } of services) {
      const { flow } = loadService(JSON.parse(fs.readFileSync(file, "utf8")) as ServiceDefinition);
      const name = (of: { id: string }): string => of.id;
      const xml = await toBpmn(flow, id, {
        process: id,
        step: name,
        outcome: (_, outcome) => outcome,
        end: (end) => end,
        remedy: (remedy) => remedy,
      });
      const drawn = await page.evaluate(async (text) => {
        document.getElementById("canvas")!.replaceChildren();
        const { BpmnJS } = globalThis as unknown as { BpmnJS: new (options: object) => Viewer };
        const { warnings } = await new BpmnJS({ container: "#canvas" }).importXML(text);
        const shapes = [...document.querySelectorAll(".djs-shape")].map((shape) => shape.getAttribute("data-element-id"));
        return { warnings: warnings.map(String), shapes };
      }, xml);
      assert.deepEqual(drawn.warnings, [], id);
      for (const step of flow.steps) assert.ok(drawn.shapes.includes(`step_${step.id}`), `${id}: ${step.id}`);
    }
    await context.close();
  });
});
