import dagre from "@dagrejs/dagre";

export type Box = { id: string; width: number; height: number };
export type Line = {
  id: string;
  from: string;
  to: string /** Room for a label, in the same unit as boxes. */;
  label?: { width: number; height: number };
};
export type Point = { x: number; y: number };
export type Placed = {
  width: number;
  height: number;
  /** Upper left corners. */
  boxes: ReadonlyMap<string, Point & { width: number; height: number }>;
  lines: ReadonlyMap<string, { points: readonly Point[]; label: Point | null }>;
};

/** Places boxes in layers with the lines between them (dagre); `TB` from the top down, `LR` from the left to the right. */
export function place(
  boxes: readonly Box[],
  lines: readonly Line[],
  direction: "TB" | "LR",
  gaps = { layer: 44, side: 28 },
): Placed {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: direction, ranksep: gaps.layer, nodesep: gaps.side, marginx: 12, marginy: 12 });
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  for (const { id, from, to, label } of lines)
    graph.setEdge(from, to, { ...(label ? { ...label, labelpos: "c" } : { width: 0, height: 0 }) }, id);
  dagre.layout(graph);
  const placed = new Map(
    boxes.map(({ id, width, height }) => {
      const { x = 0, y = 0 } = graph.node(id);
      return [id, { x: round(x - width / 2), y: round(y - height / 2), width, height }] as const;
    }),
  );
  const routes = new Map(
    lines.map(({ id, from, to, label }) => {
      const { points = [], x, y } = graph.edge({ v: from, w: to, name: id });
      const route = points.map((point: Point) => ({ x: round(point.x), y: round(point.y) }));
      return [
        id,
        { points: route, label: label && x !== undefined && y !== undefined ? { x: round(x), y: round(y) } : null },
      ] as const;
    }),
  );
  const { width = 0, height = 0 } = graph.graph();
  return { width: Math.ceil(width), height: Math.ceil(height), boxes: placed, lines: routes };
}

const round = (value: number): number => Math.round(value * 10) / 10;
