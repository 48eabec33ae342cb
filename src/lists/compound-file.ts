/**
 * A compound file (MS-CFB, version 3) of one small and one large stream, written from front to back.
 *
 *   header │ FAT │ DIFAT │ directory │ mini FAT │ large stream … │ mini stream (the small one)
 *
 * The small stream comes last and is asked for then: what it says may depend on what the large one held.
 */
const SECTOR = 512;
const MINI = 64;
/** Streams below it lie in the mini stream. */
const CUTOFF = 4_096;
const ENTRIES = SECTOR / 4;
const IN_HEADER = 109;
const [FREE, END, FAT_SECTOR, DIFAT_SECTOR] = [0xffff_ffff, 0xffff_fffe, 0xffff_fffd, 0xffff_fffc];

export interface SmallStream {
  name: string;
  /** Known before the bytes are; below 4,096. */
  size: number;
  bytes(): Buffer;
}

export interface LargeStream {
  name: string;
  /** At least 4,096. */
  size: number;
  chunks: AsyncIterable<Uint8Array>;
}

/** Names: of directory entries, the small one's sorts first (shorter). Throws when a size is not as it was said to be. */
export async function* compoundFile(small: SmallStream, large: LargeStream): AsyncGenerator<Buffer> {
  if (small.size >= CUTOFF || large.size < CUTOFF) throw new RangeError('streams are not of the size they must be');
  const place = layout(small.size, large.size);
  yield head(place, small, large);
  let written = 0;
  for await (const chunk of large.chunks) {
    written += chunk.length;
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
  }
  if (written !== large.size) throw new RangeError('the large stream is not of the size it was said to be');
  yield Buffer.alloc(place.largeSectors * SECTOR - written);
  const bytes = small.bytes();
  if (bytes.length !== small.size) throw new RangeError('the small stream is not of the size it was said to be');
  yield Buffer.concat([bytes, Buffer.alloc(place.miniSectors * SECTOR - bytes.length)]);
}

interface Layout {
  fat: number;
  difat: number;
  directory: number;
  miniFat: number;
  largeStart: number;
  largeSectors: number;
  miniStart: number;
  miniSectors: number;
  miniSize: number;
  total: number;
}

function layout(smallSize: number, largeSize: number): Layout {
  const miniSize = Math.ceil(smallSize / MINI) * MINI;
  const [largeSectors, miniSectors] = [Math.ceil(largeSize / SECTOR), Math.ceil(miniSize / SECTOR)];
  const rest = 2 + largeSectors + miniSectors;
  let [fat, difat] = [1, 0];
  for (;;) {
    const wanted = Math.ceil((rest + fat + difat) / ENTRIES);
    const chained = wanted > IN_HEADER ? Math.ceil((wanted - IN_HEADER) / (ENTRIES - 1)) : 0;
    if (wanted === fat && chained === difat) break;
    [fat, difat] = [wanted, chained];
  }
  const directory = fat + difat;
  const largeStart = directory + 2;
  const miniStart = largeStart + largeSectors;
  const total = miniStart + miniSectors;
  return {
    fat,
    difat,
    directory,
    miniFat: directory + 1,
    largeStart,
    largeSectors,
    miniStart,
    miniSectors,
    miniSize,
    total,
  };
}

function head(place: Layout, small: SmallStream, large: LargeStream): Buffer {
  const { fat, difat, directory, miniFat } = place;
  const bytes = Buffer.alloc((1 + place.largeStart) * SECTOR);
  header(bytes, place);
  const at = (sector: number): number => (1 + sector) * SECTOR;
  for (let sector = 0; sector < fat * ENTRIES; sector++)
    bytes.writeUInt32LE(following(sector, place), at(0) + sector * 4);
  for (let i = 0; i < difat; i++) {
    const begin = at(fat + i);
    for (let j = 0; j < ENTRIES - 1; j++) {
      const which = IN_HEADER + i * (ENTRIES - 1) + j;
      bytes.writeUInt32LE(which < fat ? which : FREE, begin + j * 4);
    }
    bytes.writeUInt32LE(i + 1 < difat ? fat + i + 1 : END, begin + SECTOR - 4);
  }
  const entry = (index: number): Buffer =>
    bytes.subarray(at(directory) + index * 128, at(directory) + (index + 1) * 128);
  directoryEntry(entry(0), { name: 'Root Entry', kind: 5, child: 1, start: place.miniStart, size: place.miniSize });
  directoryEntry(entry(1), { name: small.name, kind: 2, right: 2, start: 0, size: small.size });
  directoryEntry(entry(2), { name: large.name, kind: 2, red: true, start: place.largeStart, size: large.size });
  directoryEntry(entry(3), { name: '', kind: 0, start: 0, size: 0 });
  const minis = place.miniSize / MINI;
  for (let mini = 0; mini < ENTRIES; mini++)
    bytes.writeUInt32LE(mini < minis - 1 ? mini + 1 : mini === minis - 1 ? END : FREE, at(miniFat) + mini * 4);
  return bytes;
}

function header(bytes: Buffer, { fat, difat, directory, miniFat }: Layout): void {
  bytes.write('d0cf11e0a1b11ae1', 0, 'hex');
  bytes.writeUInt16LE(0x3e, 24);
  bytes.writeUInt16LE(3, 26);
  bytes.writeUInt16LE(0xfffe, 28);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt16LE(6, 32);
  bytes.writeUInt32LE(fat, 44);
  bytes.writeUInt32LE(directory, 48);
  bytes.writeUInt32LE(CUTOFF, 56);
  bytes.writeUInt32LE(miniFat, 60);
  bytes.writeUInt32LE(1, 64);
  bytes.writeUInt32LE(difat === 0 ? END : fat, 68);
  bytes.writeUInt32LE(difat, 72);
  for (let i = 0; i < IN_HEADER; i++) bytes.writeUInt32LE(i < fat ? i : FREE, 76 + i * 4);
}

/** What the FAT says of a sector: the next one of its stream. */
function following(sector: number, place: Layout): number {
  const { fat, difat, directory, miniFat, largeStart, miniStart, total } = place;
  if (sector < fat) return FAT_SECTOR;
  if (sector < fat + difat) return DIFAT_SECTOR;
  if (sector === directory || sector === miniFat) return END;
  if (sector >= total) return FREE;
  const last = sector < miniStart ? miniStart - 1 : total - 1;
  return sector >= largeStart && sector === last ? END : sector + 1;
}

function directoryEntry(
  bytes: Buffer,
  of: { name: string; kind: number; red?: boolean; right?: number; child?: number; start: number; size: number },
): void {
  bytes.write(of.name, 0, 'utf16le');
  bytes.writeUInt16LE(of.name === '' ? 0 : (of.name.length + 1) * 2, 64);
  bytes.writeUInt8(of.kind, 66);
  bytes.writeUInt8(of.red === true ? 0 : 1, 67);
  bytes.writeUInt32LE(FREE, 68);
  bytes.writeUInt32LE(of.right ?? FREE, 72);
  bytes.writeUInt32LE(of.child ?? FREE, 76);
  bytes.writeUInt32LE(of.start, 116);
  bytes.writeUInt32LE(of.size, 120);
}
