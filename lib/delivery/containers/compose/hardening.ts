/** What every container may not do, as in the clusters. */
export const hardened = (user: number, writable: readonly string[]) => ({
  user: `${user}:${user}`,
  read_only: true,
  ...(writable.length > 0 ? { tmpfs: writable.map((folder) => `${folder}:uid=${user},gid=${user},mode=0700`) } : {}),
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
});

/** Reachable from this machine only. */
export const LOOPBACK = '127.0.0.1';
