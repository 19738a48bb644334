import { describe, expect, it } from "vitest";
import { judgeTarget, type Probe, type TargetHealth, watchedTarget } from "../../worker/domain/target-health.ts";

const minuteMs = 60_000;
const fresh: TargetHealth = { state: "unknown", failures: 0, nextCheckMs: 0 };
const alive: TargetHealth = { state: "alive", failures: 0, nextCheckMs: 0 };
const answers = (status: number): Probe => ({ kind: "answered", status });
const unreachable: Probe = { kind: "unreachable", why: "cannot be reached" };

describe("a target", () => {
  it.each([[200], [204], [206], [304], [400], [401], [403], [405], [406], [418], [429], [451]])(
    "that answers %s is alive, and asked again in six hours",
    (status) => {
      expect(judgeTarget(fresh, answers(status), "page", 0)).toEqual({
        state: "alive",
        failures: 0,
        nextCheckMs: 360 * minuteMs,
      });
    },
  );

  it.each([[404], [410]])("that answers %s is dead at once", (status) => {
    expect(judgeTarget(alive, answers(status), "page", 0)).toMatchObject({ state: "dead", failures: 1 });
  });

  it.each([
    ["answers 500", answers(500)],
    ["answers 503", answers(503)],
    ["cannot be reached", unreachable],
  ])("that %s is dead at the second time, five minutes later", (_, probe) => {
    const once = judgeTarget(alive, probe, "page", 0);
    expect(once).toEqual({ state: "alive", failures: 1, nextCheckMs: 5 * minuteMs });
    expect(judgeTarget(once, probe, "page", 5 * minuteMs)).toMatchObject({ state: "dead", failures: 2 });
    expect(judgeTarget(judgeTarget(fresh, probe, "page", 0), answers(200), "page", 1)).toMatchObject({
      state: "alive",
    });
  });

  it("that is dead is asked ever less often, up to every six hours, and is alive again as soon as it answers", () => {
    let health = judgeTarget(alive, answers(404), "page", 0);
    const pauses = [health.nextCheckMs];
    for (let i = 0; i < 8; i += 1) {
      const atMs = health.nextCheckMs;
      health = judgeTarget(health, i % 2 === 0 ? unreachable : answers(404), "page", atMs);
      pauses.push(health.nextCheckMs - atMs);
    }
    expect(pauses.map((pause) => pause / minuteMs)).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
    expect(health.state).toBe("dead");
    expect(judgeTarget(health, answers(200), "page", 0)).toMatchObject({ state: "alive", failures: 0 });
  });

  it("of which the host alone is asked for is not dead because the host has no start page", () => {
    expect(judgeTarget(fresh, answers(404), "host", 0).state).toBe("alive");
    const once = judgeTarget(fresh, unreachable, "host", 0);
    expect(judgeTarget(once, unreachable, "host", 1).state).toBe("dead");
  });
});

describe("what is watched", () => {
  it.each([
    ["https://shop.example/p?x=1#top", "https://shop.example/p", "https://shop.example/p?x=1", "page"],
    ["https://shop.example/r/serum", "{{ item.reviewUrl }}", "https://shop.example/r/serum", "page"],
    ["https://shop.example/orders/a1b2?key=secret", "{{ order.statusUrl }}", "https://shop.example/", "host"],
    ["https://shop.example/o/1", "https://shop.example/o/{{order.id}}", "https://shop.example/", "host"],
    ["https://track.example/1Z", "{{ parcel.trackingUrl | default: shop.url }}", "https://track.example/", "host"],
    ["https://shop.example/?c=1", "https://shop.example/?c={{- customer.id -}}", "https://shop.example/", "host"],
  ])("of %s, made by %s, is %s (%s)", (url, template, watchedUrl, watch) => {
    expect(watchedTarget(url, template)).toEqual({ url: watchedUrl, watch });
  });
});
