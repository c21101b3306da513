import type { PluginCall } from 'core/api'
import { asker, type View, type World } from '../moderation.ts'
import { limitsOf } from './limits.ts'

/** What a member may not do yet, why, and until when. */
export async function showLimits(world: World, call: PluginCall): Promise<View> {
  const limits = await limitsOf(world, asker(call).id)
  return { limits: limits && { ...limits, isNew: limits.because === 'new', isDecided: limits.because === 'decision' } }
}
