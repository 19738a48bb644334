import { useCallback, useEffect, useState } from "react";
import { ask } from "./api.ts";
import { useAroundWording } from "./around-wording.ts";
import { Confirm } from "./confirm.tsx";
import type { Connection } from "./connection.ts";
import { devicesAnswer } from "./devices-answer.ts";
import type { Store } from "./in-page-places.ts";
import { type Device, OptionsDevices } from "./options-devices.tsx";
import { OptionsStores } from "./options-stores.tsx";
import { unpair } from "./pairing.ts";
import { listOf, object, oneOf, text } from "./shape.ts";

interface Props {
  readonly connection: Connection;
  readonly tell: (news: string) => void;
}

interface Known {
  readonly stores: readonly Store[];
  /** Undefined where the server is older than devices. */
  readonly devices: readonly Device[] | undefined;
}

type State = { readonly kind: "loading" | "failed" } | { readonly kind: "known"; readonly known: Known };

/** What this browser is connected to: the merchant, their stores, and the other browsers that are. */
export function OptionsConnection({ connection, tell }: Props) {
  const { messages } = useAroundWording();
  const words = messages.options.connection;
  const [state, setState] = useState<State>({ kind: "loading" });

  const load = useCallback(
    async (signal: AbortSignal) => {
      const next = await readKnown(connection, signal);
      if (!signal.aborted) setState(next);
    },
    [connection],
  );
  useEffect(() => {
    const leaving = new AbortController();
    void load(leaving.signal);
    return () => leaving.abort();
  }, [load]);
  const again = () => void load(new AbortController().signal);

  const known = state.kind === "known" ? state.known : undefined;
  const own = known?.devices?.find(({ current }) => current);
  return (
    <>
      <section className="card" aria-labelledby="connection-title">
        <h2 id="connection-title">{words.title}</h2>
        <dl>
          <dt>{words.merchant}</dt>
          <dd>{connection.merchantName}</dd>
          <dt>{words.server}</dt>
          <dd>{new URL(connection.base).host}</dd>
          {own === undefined ? null : (
            <>
              <dt>{words.device}</dt>
              <dd>{own.name}</dd>
            </>
          )}
        </dl>
        {state.kind === "loading" ? <p className="soft">{words.loading}</p> : null}
        {state.kind === "failed" ? (
          <p className="warning" role="alert">
            {words.failed}{" "}
            <button type="button" className="quiet" onClick={again}>
              {words.tryAgain}
            </button>
          </p>
        ) : null}
        <Confirm
          button={words.disconnect}
          question={words.question(connection.merchantName)}
          confirm={words.confirm}
          cancel={words.cancel}
          act={unpair}
        />
      </section>
      {known === undefined ? null : <OptionsStores stores={known.stores} tell={tell} />}
      {known === undefined ? null : (
        <OptionsDevices connection={connection} devices={known.devices} changed={again} tell={tell} />
      )}
    </>
  );
}

const store = object({ platform: text, shop: text });
const meShape = object({ stores: listOf(store) });
const knownPlatform = oneOf("shopify", "woocommerce", "bigcommerce");

async function readKnown(connection: Connection, signal: AbortSignal): Promise<State> {
  const [me, devices] = await Promise.all([
    ask(connection, "/v1/me", meShape, signal),
    ask(connection, "/v1/devices", devicesAnswer, signal),
  ]);
  if (me.kind === "failed") return { kind: "failed" };
  if (devices.kind === "failed" && devices.failure.kind !== "notFound") return { kind: "failed" };
  const stores = me.value.stores.flatMap(({ platform, shop }) => {
    try {
      return [{ platform: knownPlatform(platform), shop }];
    } catch {
      return []; // a custom store has no admin that we know
    }
  });
  return { kind: "known", known: { stores, devices: devices.kind === "answered" ? devices.value.items : undefined } };
}
