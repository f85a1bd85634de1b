import assert from "node:assert/strict";
import { test } from "node:test";
import { BpmnModdle } from "bpmn-moddle";
import { type Flow, fromBpmn, loadFlow, toBpmn } from "../index.ts";
import { definitionOf, permit, surroundings } from "../test/example.ts";

const flow = loadFlow(definitionOf(permit), surroundings);
const texts = {
  process: "建築許可 <permit> & more",
  step: ({ id }: { id: string }) => id,
  outcome: (_: unknown, outcome: string) => outcome,
  end: (end: string) => end,
  remedy: (name: string) => name,
};
const written = (of: Flow = flow): Promise<string> => toBpmn(of, "permit", texts);

test("the document opens in bpmn-moddle without a warning, with a shape or an edge for everything", async () => {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(await written());
  assert.deepEqual(warnings, []);
  const [process] = rootElement.get("rootElements");
  assert.equal(process.name, "建築許可 <permit> & more");
  const drawn = new Set(
    rootElement.get("diagrams")[0].plane.planeElement.map((one: { bpmnElement: { id: string } }) => one.bpmnElement.id),
  );
  for (const { id } of process.flowElements) assert.ok(drawn.has(id), id);
  assert.equal(drawn.size, process.flowElements.length);
});

test("reading the document back gives the same steps, guards, limits and remedies", async () => {
  const { steps, remedies } = await fromBpmn(await written());
  const definition = definitionOf(permit);
  const byId = (list: readonly { id: string }[]) => Object.fromEntries(list.map((one) => [one.id, one]));
  assert.deepEqual(byId(steps), byId(definition.steps));
  assert.deepEqual(remedies, definition.remedies);
});

test("what is changed in the document is changed in what is read: the timer, the guard, the way", async () => {
  const xml = await written();
  const { steps } = await fromBpmn(
    xml.replace("P14D", "P21D").replace("&quot;is&quot;:true", "&quot;is&quot;:false").replace('"is":true', '"is":false'),
  );
  const step = (id: string) => steps.find((one) => one.id === id)!;
  assert.deepEqual(step("consent").limit, { days: 21 });
  assert.deepEqual((step("data").next.collected as unknown[])[0], {
    when: { value: "sources.land.protected", is: false },
    to: "council",
  });
});

test("a document that is none of ours, or that lacks an outcome, is refused", async () => {
  await assert.rejects(fromBpmn("<x/>"));
  const xml = await written();
  await assert.rejects(fromBpmn(xml.replace('troad:outcome="submitted"', "")), TypeError);
  await assert.rejects(fromBpmn(xml.replace('troad:kind="fill"', 'troad:kind="dance"')));
  await assert.rejects(fromBpmn(xml.replace(">P14D<", ">PT5H<")), TypeError);
});
