/** One look-up of account names for each network and setting, so that its memory and its limit hold for all who ask. */
import type { Names, Network, NetworkTools } from '#networks/contract';

/** Null where the network has no names to look up, or the source is not to. */
export type NamesOf = (network: string, settings: Readonly<Record<string, string>>) => Names | null;

export function openNames(networks: ReadonlyMap<string, Network>, tools: NetworkTools): NamesOf {
  const open = new Map<string, Names | null>();
  return (network, settings) => {
    const key = JSON.stringify([network, settings]);
    if (!open.has(key)) {
      if (open.size >= 100) open.clear();
      open.set(key, networks.get(network)?.names?.(settings, tools) ?? null);
    }
    return open.get(key) ?? null;
  };
}
