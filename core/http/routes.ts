import type { Router } from './router.ts'

/** Mounts the routes of every noun. The last one takes any first part of a path as a handle. */
export function addRoutes(_router: Router): void {}
