import { useEffect, useMemo, useState } from "react";
import { hasDigits } from "./recipient.ts";
import type { Target } from "./target-tab.ts";
import type { Subject } from "./use-record.ts";

/** What to ask the Worker about: the target, or the number typed by hand once the typing stops. */
export function useSubject(target: Target | undefined, to: string | undefined): Subject | undefined {
  const [typed, setTyped] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setTyped(to !== undefined && hasDigits(to) ? to.trim() : undefined), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [to]);
  return useMemo(() => {
    if (target?.kind === "record" || target?.kind === "phone") return target;
    return typed === undefined ? undefined : { kind: "phone", phone: typed };
  }, [target, typed]);
}

const PAUSE_MS = 500;
