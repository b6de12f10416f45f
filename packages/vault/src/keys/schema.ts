/** Number of this layout; a file with another one is refused, never guessed at. */
export const format = 1;

/**
 * `roots` holds key material and nothing else; rows are minted ahead, in the order of `id`, and used in that order.
 * `bindings` says whose root it is, in a table of its own so that binding writes no page that holds a key.
 * An erased person keeps a row without a root: such a person never gets another.
 * `index_entries` are found by value and deleted by person.
 */
export const schema = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE roots (id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);
  CREATE TABLE bindings (
    person TEXT PRIMARY KEY,
    root INTEGER UNIQUE,
    erased INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
    CHECK (root IS NOT NULL OR erased = 1)
  ) WITHOUT ROWID;
  CREATE TABLE hub_keys (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE index_entries (
    kind TEXT NOT NULL,
    mac BLOB NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (kind, mac, person)
  ) WITHOUT ROWID;
  CREATE INDEX index_entries_by_person ON index_entries (person);
`;
