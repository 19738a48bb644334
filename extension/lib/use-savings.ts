import { useEffect, useState } from "react";
import type { Printing } from "../../shared/merge-fields.ts";
import type { Measure } from "./measure-text.ts";
import type { Savings } from "./savings.ts";

/** Undefined where there is nothing to save, or nothing is known of it yet. */
export function useSavings(body: string, { segments, encoding }: Measure, printing: Printing): Savings | undefined {
  const isLong = segments > 1 || encoding === "UCS-2";
  const { values, linkLength, footerText } = printing;
  const [found, setFound] = useState<{ readonly body: string; readonly savings: Savings }>();
  useEffect(() => {
    if (!isLong) return;
    let isOutdated = false;
    // While somebody types, the last count is enough.
    const timer = setTimeout(async () => {
      const { findSavings } = await import("./savings.ts");
      if (isOutdated) return;
      setFound({ body, savings: findSavings(body, { values, linkLength, footerText }) });
    }, PAUSE_MS);
    return () => {
      isOutdated = true;
      clearTimeout(timer);
    };
  }, [isLong, body, values, linkLength, footerText]);
  return isLong && found?.body === body ? found.savings : undefined;
}

const PAUSE_MS = 120;
