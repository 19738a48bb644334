import { useEffect, useMemo, useState } from "react";
import type { SuggestedClass } from "../../shared/message-class.ts";

/** What the words make of the text; undefined until the lists of words are here, which come behind the first picture. */
export function useSuggestedClass(body: string, link: string | undefined): SuggestedClass | undefined {
  const [suggest, setSuggest] = useState(() => loaded);
  useEffect(() => {
    let isGone = false;
    void import("../../shared/message-class.ts").then(({ suggestClass }) => {
      loaded = suggestClass;
      if (!isGone) setSuggest(() => suggestClass);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return useMemo(() => suggest?.(body, link), [suggest, body, link]);
}

let loaded: ((body: string, link?: string) => SuggestedClass) | undefined;
