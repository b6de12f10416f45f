/** Bytes; a blob tells the length of its content only to this step. */
export const paddingStep = 64;

const marker = 0x80;

/**
 * ISO/IEC 7816-4 padding: the byte 0x80, then zeros to the next multiple of 64 bytes. At least one byte is always added,
 * so that the end of the content is never in doubt, whatever it ends with.
 */
export function padded(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const bytes = Buffer.alloc((Math.floor(length / paddingStep) + 1) * paddingStep);
  bytes.write(text);
  bytes[length] = marker;
  return bytes;
}

/** The content without its padding; undefined if the padding is not exactly what `padded` makes. */
export function unpadded(bytes: Buffer): Buffer | undefined {
  if (bytes.length === 0 || bytes.length % paddingStep !== 0) return undefined;
  let end = bytes.length - 1;
  const first = bytes.length - paddingStep;
  while (end > first && bytes[end] === 0) end -= 1;
  return bytes[end] === marker ? bytes.subarray(0, end) : undefined;
}
