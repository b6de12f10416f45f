/** UUIDv7 (RFC 9562 5.7): 48 bits of milliseconds, then 74 random bits, so that keys made together lie together in an index. `random` gives [0, 1). */
export function uuid7(milliseconds: number, random: () => number): string {
  const time = Math.trunc(milliseconds).toString(16).padStart(12, '0').slice(-12);
  const hex = (digits: number): string => Math.floor(random() * 16 ** digits).toString(16).padStart(digits, '0');
  const variant = (8 + Math.floor(random() * 4)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(6)}${hex(6)}`;
}
