/** The moment a connection is made: the address is checked where it can no longer change. */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressRule } from './outbound-address.ts';
import { OutboundError } from './outbound-error.ts';

export function blocked(host: string): OutboundError {
  return new OutboundError(
    'blocked-address',
    `${host} is an address inside a private network. Foreword only reads the public internet, unless the person who runs it allows this address.`,
  );
}

/**
 * A name is looked up and its addresses are checked in the same step that connects to them, so a name that changes its
 * answer between two look-ups (DNS rebinding) gains nothing.
 */
export function guardedLookup(rule: AddressRule): LookupFunction {
  return (hostname, options, done) => {
    systemLookup(hostname, { ...options, all: true }, (fault, addresses) => {
      if (fault) return done(fault, options.all ? [] : '', 0);
      const allowed = addresses.filter(({ address }) => rule.isAllowedAddress(address));
      const first = allowed[0];
      if (first === undefined) return done(blocked(hostname), options.all ? [] : '', 0);
      return options.all ? done(null, allowed) : done(null, first.address, first.family);
    });
  };
}

/** For an undici Agent. A look-up hook alone does not see addresses that are written as numbers, so both are checked. */
export function guardedConnect(rule: AddressRule): buildConnector.connector {
  const guarded = buildConnector({ lookup: guardedLookup(rule), timeout: 10_000 });
  const open = buildConnector({ timeout: 10_000 });
  return (options, done) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    if (rule.isAllowedHost(host, port)) return open(options, done);
    if (isIP(host) !== 0 && !rule.isAllowedAddress(host)) return done(blocked(host), null);
    return guarded(options, done);
  };
}
