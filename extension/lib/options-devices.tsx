import { useAroundWording } from "./around-wording.ts";
import { Confirm } from "./confirm.tsx";
import type { Connection } from "./connection.ts";
import { unpair } from "./pairing.ts";
import { authorizedFetch } from "./session.ts";

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
  readonly current: boolean;
}

interface Props {
  readonly connection: Connection;
  readonly devices: readonly Device[] | undefined;
  readonly changed: () => void;
  readonly tell: (news: string) => void;
}

/** Every browser that is paired with the merchant, and the way to end one. */
export function OptionsDevices({ connection, devices, changed, tell }: Props) {
  const { messages, formats } = useAroundWording();
  const words = messages.options.devices;

  const revoke = async ({ id, name, current }: Device) => {
    if (current) return unpair();
    const url = new URL(`/v1/devices/${encodeURIComponent(id)}`, connection.base);
    const response = await authorizedFetch(url, { method: "DELETE" }).catch(() => undefined);
    if (response?.ok === true || response?.status === 404) tell(words.revoked(name));
    else tell(messages.options.connection.failed);
    changed();
  };

  return (
    <section className="card" aria-labelledby="devices-title">
      <h2 id="devices-title">{words.title}</h2>
      <p className="soft">{devices === undefined ? words.unsupported : words.lead}</p>
      <ul className="rows">
        {devices?.map((device) => (
          <li key={device.id}>
            <div className="grow">
              <p className="strong">
                {device.name} {device.current ? <span className="tag">{words.current}</span> : null}
              </p>
              <p className="soft">
                {words.added(formats.dayAndTime(device.createdAt))}
                {" · "}
                {device.lastUsedAt === undefined
                  ? words.neverUsed
                  : words.lastUsed(formats.dayAndTime(device.lastUsedAt))}
              </p>
            </div>
            <Confirm
              button={words.revoke}
              label={words.revokeNamed(device.name)}
              question={words.question(device.name)}
              confirm={words.confirm}
              cancel={words.cancel}
              act={() => revoke(device)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
