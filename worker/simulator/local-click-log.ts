import type { LateClicks } from "../links/click-group.ts";
import { listClickLogs } from "../links/click-logs.ts";
import { ClickLog } from "../objects/click-log.ts";
import { readFaults, withFaults } from "./faults.ts";
import type { LocalEnv } from "./local-env.ts";

/** Can be emptied, as its name stays the same after a reset; and meets the bench's faults. */
export class LocalClickLog extends ClickLog {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, withFaults(env));
  }

  override async append(clicks: string, count: number, late: LateClicks): Promise<void> {
    const { clickLogDelayMs, clickLogDown } = readFaults();
    if (clickLogDown) throw new Error("the click log is down (POST /bench/faults)");
    if (clickLogDelayMs > 0) await scheduler.wait(clickLogDelayMs);
    await super.append(clicks, count, late);
  }

  async empty(): Promise<void> {
    this.ctx.storage.sql.exec("DELETE FROM click_group");
    this.ctx.storage.sql.exec("DELETE FROM late_clicks");
    await this.flush(); // a batch under way would tell an emptied database of clicks that are gone
  }
}

export function localClickLogs(env: LocalEnv): readonly DurableObjectStub<LocalClickLog>[] {
  return listClickLogs(env) as readonly DurableObjectStub<LocalClickLog>[]; // the local entry binds this class under that name
}
