/** One interval of custody as the worklist projection keeps it: instants, the end exclusive and null while it lasts. */
export interface Stay {
  readonly case_id: string;
  readonly from_at: string;
  readonly to_at: string | null;
}

/** Reads the rows of the worklist projection. */
export interface StaysReader {
  read<T>(query: (db: { prepare(sql: string): { all(...values: unknown[]): unknown[] } }) => T): T;
}

/** Everybody whom an organisation ever had in its custody, in the order in which they came. */
export const staysWith = (reader: StaysReader, organisation: string): readonly Stay[] =>
  reader.read((db) => db.prepare('select case_id, from_at, to_at from stays where organisation = ? order by from_at').all(organisation) as Stay[]);
