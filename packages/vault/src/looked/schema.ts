/** Number of this layout; a file with another one is refused, never guessed at. */
export const format = 1;

/** The relation of the disclosure table whose looks are listed by themselves. */
export const brokenGlass = 'broken-glass';

/**
 * `looks` has a row for each answer, `seen` the persons and cases in it: a row for each of them and each call of the vault.
 * `seen.at` is that of its look, so that a person's looks are found in their order. Times are milliseconds of real time since 1970.
 * Nothing is ever changed, and nothing goes before its time is over, which is where `kept-from` stands: also somebody who writes to the file by hand
 * is stopped once.
 */
export const schema = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE looks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    answer TEXT NOT NULL,
    operation TEXT NOT NULL,
    organisation TEXT NOT NULL,
    role TEXT NOT NULL,
    user TEXT,
    purpose TEXT NOT NULL,
    counted INTEGER NOT NULL
  );
  CREATE INDEX looks_by_time ON looks (at);
  CREATE INDEX looks_by_viewer ON looks (organisation, at);
  CREATE INDEX looks_by_user ON looks (organisation, user, at) WHERE user IS NOT NULL;
  CREATE TABLE seen (
    look INTEGER NOT NULL,
    part INTEGER NOT NULL,
    at INTEGER NOT NULL,
    person TEXT NOT NULL,
    case_id TEXT,
    classes TEXT NOT NULL,
    access TEXT NOT NULL,
    PRIMARY KEY (look, part)
  ) WITHOUT ROWID;
  CREATE INDEX seen_by_person ON seen (person, at, look);
  CREATE INDEX seen_by_broken_glass ON seen (at, look) WHERE instr(access, '${brokenGlass}') > 0;
  CREATE TRIGGER looks_are_not_changed BEFORE UPDATE ON looks BEGIN SELECT RAISE(ABORT, 'who looked is never changed'); END;
  CREATE TRIGGER seen_is_not_changed BEFORE UPDATE ON seen BEGIN SELECT RAISE(ABORT, 'who looked is never changed'); END;
  CREATE TRIGGER looks_are_kept BEFORE DELETE ON looks WHEN old.at >= (SELECT value FROM meta WHERE name = 'kept-from')
    BEGIN SELECT RAISE(ABORT, 'who looked is kept until its time is over'); END;
  CREATE TRIGGER seen_is_kept BEFORE DELETE ON seen WHEN old.at >= (SELECT value FROM meta WHERE name = 'kept-from')
    BEGIN SELECT RAISE(ABORT, 'who looked is kept until its time is over'); END;
`;
