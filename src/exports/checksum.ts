/** Size and SHA-256 (`sha-256:` and hex digits) of a stored object; undefined if there is none. */
export async function measureStored(
  bucket: R2Bucket,
  key: string,
): Promise<{ bytes: number; checksum: string } | undefined> {
  const stored = await bucket.get(key);
  if (!stored) return undefined;
  const digest = new crypto.DigestStream('SHA-256');
  await stored.body.pipeTo(digest);
  const checksum = `sha-256:${Buffer.from(await digest.digest).toString('hex')}`;
  return { bytes: stored.size, checksum };
}
