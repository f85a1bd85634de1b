import type { FastifyReply, FastifyRequest } from "fastify";
import type { Metric, Registry } from "prom-client";

const bounds = [0.005, 0.02, 0.1, 0.5, 2, 10];
const name = "http_request_duration_seconds";
const described = { name, help: "Time from request to answer", type: "histogram" };

/** Counts under one set of labels: requests by the first bound that they did not exceed, the last beyond all bounds; and seconds. */
type Series = { readonly labels: Record<string, string>; readonly counts: number[]; sum: number };

/**
 * The histogram of request durations by method, route and status. prom-client's own builds a string to look up its labels for each value,
 * which takes a tenth of the time of an answer from memory; here a route leads directly to its counts.
 */
export function requestDurations(registry: Registry): (request: FastifyRequest, reply: FastifyReply) => void {
  const routes = new Map<object, Map<string, Map<number, Series>>>();
  const all: Series[] = [];

  function seriesOf(request: FastifyRequest, status: number): Series {
    const { config, url } = request.routeOptions;
    const known = routes.get(config)?.get(request.method)?.get(status);
    if (known) return known;
    const labels = { method: request.method, route: url ?? "none", status: String(status) };
    const series = { labels, counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 };
    const methods = routes.get(config) ?? new Map<string, Map<number, Series>>();
    const statuses = methods.get(request.method) ?? new Map<number, Series>();
    routes.set(config, methods.set(request.method, statuses.set(status, series)));
    all.push(series);
    return series;
  }

  registry.registerMetric({ ...described, get: () => ({ ...described, values: all.flatMap(valuesOf) }) } as unknown as Metric);

  return (request, reply) => {
    const series = seriesOf(request, reply.statusCode);
    const seconds = reply.elapsedTime / 1000;
    let at = 0;
    while (at < bounds.length && seconds > bounds[at]!) at++;
    series.counts[at]!++;
    series.sum += seconds;
  };
}

/** Buckets count values at or below their bound (Prometheus text format 0.0.4, "Histograms and summaries"). */
function valuesOf({ labels, counts, sum }: Series): object[] {
  let count = 0;
  const buckets = counts.map((more, at) => {
    count += more;
    return { metricName: `${name}_bucket`, labels: { ...labels, le: bounds[at] ?? "+Inf" }, value: count };
  });
  return [...buckets, { metricName: `${name}_sum`, labels, value: sum }, { metricName: `${name}_count`, labels, value: count }];
}
