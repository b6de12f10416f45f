/** A function that another thread can find: functions cannot cross threads, the addresses of modules can. */
export interface ModuleRef {
  /** What `import()` takes: a file URL, or the name of a package that this one depends on. */
  readonly url: string;
  readonly exportName: string;
  /** The function's one argument; must survive a structured clone. */
  readonly options?: unknown;
}

/** Imports the module and calls the function. What comes back is the caller's claim. */
export async function callModule<T>({ url, exportName, options }: ModuleRef): Promise<T> {
  const module: unknown = await import(url);
  const found: unknown = typeof module === 'object' && module !== null ? Reflect.get(module, exportName) : undefined;
  if (typeof found !== 'function') throw new TypeError(`${url} exports no function "${exportName}".`);
  return (await found(options)) as T;
}
