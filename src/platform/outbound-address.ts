/**
 * Which addresses a request may reach: the public internet, and of everything else only what the operator allowed.
 *
 * The ranges are the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and its updates). IPv6 forms that
 * carry an IPv4 address inside (mapped, NAT64, 6to4) are judged by the address they carry, because that is where the
 * packet ends up.
 */
import { BlockList, isIP } from 'node:net';

/** 'none': public addresses only. 'all': no check. A list: `host:port`, a single address, or a CIDR range. */
export type AllowPrivate = 'none' | 'all' | readonly string[];

export interface AddressRule {
  /** May a connection to this address be made? */
  isAllowedAddress(address: string): boolean;
  /** Did the operator name this host and port, whatever it resolves to? */
  isAllowedHost(host: string, port: number): boolean;
}

const closedV4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8',
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8',
  '169.254.0.0/16', // link-local, and the cloud's metadata service
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24', // retired 6to4 relays
  '192.168.0.0/16',
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
];

/** Inside 2000::/3, the only block that IANA has given out; all else in IPv6 is closed from the start. */
const closedV6 = [
  '2001::/23', // Teredo, benchmarking, ORCHID and other protocol blocks
  '2001:db8::/32',
  '3fff::/20', // documentation
];

/** Builds the rule. Throws a RangeError for an entry that is neither `host:port`, an address nor a range. */
export function buildAddressRule(allow: AllowPrivate): AddressRule {
  const closed = blockList([...closedV4, ...closedV6]);
  const open = new BlockList();
  const hosts = new Set<string>();
  for (const entry of typeof allow === 'string' ? [] : allow) {
    if (!addRange(open, entry)) hosts.add(hostAndPort(entry));
  }
  return {
    isAllowedAddress: (address) => {
      if (allow === 'all') return true;
      const family = isIP(address);
      if (family === 0) return false;
      if (open.check(address, family === 4 ? 'ipv4' : 'ipv6')) return true;
      return isPublic(address, closed, open);
    },
    isAllowedHost: (host, port) => allow === 'all' || hosts.has(`${bare(host)}:${port}`),
  };
}

/** The eight 16-bit groups of an IPv6 address, or null. A dotted IPv4 tail is understood; a zone (`%eth0`) is not. */
export function groupsOf(address: string): readonly number[] | null {
  if (isIP(address) !== 6 || address.includes('%')) return null;
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const plain = dotted
    ? address.slice(0, dotted.index) +
      `${((Number(dotted[1]) << 8) | Number(dotted[2])).toString(16)}:${((Number(dotted[3]) << 8) | Number(dotted[4])).toString(16)}`
    : address;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(Math.max(0, gap)).fill('0'), ...right].map((group) => Number.parseInt(group, 16));
}

function isPublic(address: string, closed: BlockList, open: BlockList): boolean {
  if (isIP(address) === 4) return !closed.check(address, 'ipv4');
  const groups = groupsOf(address);
  if (groups === null) return false;
  const carried = carriedV4(groups);
  if (carried !== null) return open.check(carried, 'ipv4') || !closed.check(carried, 'ipv4');
  return (groups[0]! & 0xe000) === 0x2000 && !closed.check(address, 'ipv6');
}

/** IPv4 inside ::ffff:0:0/96 (mapped), 64:ff9b::/96 (NAT64, RFC 6052) and 2002::/16 (6to4). */
function carriedV4(groups: readonly number[]): string | null {
  const starts = (...wanted: number[]) => wanted.every((group, at) => groups[at] === group);
  if (starts(0, 0, 0, 0, 0, 0xffff) || starts(0x64, 0xff9b, 0, 0, 0, 0)) return dotted(groups[6]!, groups[7]!);
  if (starts(0x2002)) return dotted(groups[1]!, groups[2]!);
  return null;
}

function dotted(high: number, low: number): string {
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) addRange(list, range);
  return list;
}

function addRange(list: BlockList, entry: string): boolean {
  const [address = '', bits, ...rest] = entry.trim().replace(/[[\]]/g, '').split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  const width = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
  if (!Number.isInteger(width) || width < 0 || width > (family === 4 ? 32 : 128)) {
    throw new RangeError(`"${entry}" is not a range of addresses. Write it like 10.0.0.0/8.`);
  }
  list.addSubnet(address, width, family === 4 ? 'ipv4' : 'ipv6');
  return true;
}

function hostAndPort(entry: string): string {
  const found = /^(\[[0-9a-f:.]+\]|[^\s:/[\]]+):(\d{1,5})$/i.exec(entry.trim());
  if (!found) throw new RangeError(`"${entry}" is neither host:port nor a range of addresses like 10.0.0.0/8.`);
  return `${bare(found[1]!)}:${Number(found[2])}`;
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
