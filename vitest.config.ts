import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // A file of the Worker's suite waits for its own workerd most of the time.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: "domain",
          include: ["test/domain/**/*.test.ts"],
          environment: "node",
          isolate: false, // pure functions leave nothing behind
          testTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: "./wrangler.toml" },
            // The local entry: all that is deployed, with the bench and the simulated gateway beside it.
            main: "./worker/simulator/index.ts",
            miniflare: {
              bindings: {
                TEST_MIGRATIONS: await readD1Migrations("./worker/migrations"),
                BASE_URL: "http://aftertext.test",
                TWILIO_API_BASE: "http://aftertext.test/bench/twilio",
                STORE_API_BASE: "http://aftertext.test/bench/store-api",
                LINK_SHARD_DIGITS: "0",
                CLICK_LOGS: "enam:2",
                SEAL_KEYS: `1:${btoa("s".repeat(32))}`,
                HASH_KEY: btoa("h".repeat(32)),
                ADMIN_SECRET: "admin-secret-of-the-tests",
              },
              durableObjects: {
                GATEWAY_SIMULATOR: { className: "GatewaySimulator", useSQLite: true },
                BENCH_STATE: { className: "BenchState", useSQLite: true },
              },
            },
          })),
        ],
        test: {
          name: "worker",
          include: ["test/worker/**/*.test.ts"],
          setupFiles: [
            "./test/worker/apply-migrations.ts",
            "./test/worker/loop-back.ts",
            "./test/worker/statement-plans.ts",
          ],
          testTimeout: 60_000, // a busy machine is slow, and no test is about speed
          hookTimeout: 60_000,
        },
      },
      { test: { name: "extension", include: ["test/extension/**/*.test.{ts,tsx}"], environment: "happy-dom" } },
      {
        test: {
          name: "end-to-end",
          include: ["test/end-to-end/**/*.test.ts"],
          environment: "node",
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
