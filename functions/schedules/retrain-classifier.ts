import { MetricUnit } from '@aws-lambda-powertools/metrics'
import { RETRAIN_LABELS } from '../domain/classifier.ts'
import { SYSTEM } from '../domain/ticket/change.ts'
import type { TriageLabel } from '../domain/triage/label.ts'
import { examineModels, mayReplace } from '../domain/triage/model-review.ts'
import { measureConfidence, precisionDrift } from '../domain/triage/suggestion-precision.ts'
import { newId } from '../platform/ids.ts'
import { logger, metrics } from '../platform/log.ts'
import { keepModel, readModelHead, type TrainedModel } from '../stores/triage-models.ts'
import { labelsOfModel } from '../use-cases/triage-knowledge.ts'

/** Emits how precise suggestions are now, and the loss against before, which an alarm watches; both in percent. */
const emitPrecision = (labels: readonly TriageLabel[]): void => {
  const drift = precisionDrift(labels)
  if (!drift) return
  metrics.addMetric('TriagePrecisionPercent', MetricUnit.Percent, drift.recent * 100)
  metrics.addMetric('TriagePrecisionLossPercent', MetricUnit.Percent, drift.loss * 100)
  metrics.publishStoredMetrics()
}

/**
 * Measures how precise suggestions are. Once people have given enough new labels, trains a new version of the
 * classifier, which `examineModels` compares with the one in force. A version that is clearly worse, or has unlearnt
 * what the one in force was taught, is stored, but not used.
 */
export const handler = async (): Promise<void> => {
  const head = await readModelHead()
  const labels = await labelsOfModel(undefined)
  emitPrecision(labels)
  const last = labels.at(-1)
  const fresh = labels.filter(({ place }) => place > (head.latest_until ?? '')).length
  if (!last || fresh < RETRAIN_LABELS) return

  const knownToActive = labels.filter(({ place }) => place <= (head.active_until ?? '')).length
  const examination = examineModels(labels, knownToActive)
  const now = new Date()
  const model: TrainedModel = {
    version: head.latest + 1,
    labels: labels.length,
    until: last.place,
    held_out_score: examination?.candidate.score ?? null,
    refused: examination !== null && !mayReplace(examination.candidate, examination.inForce),
    created_at: now.toISOString(),
  }
  const isKept = await keepModel(head, model, measureConfidence(labels), { event_id: newId(), actor: SYSTEM, now })
  logger.info('classifier trained', { ...model, in_force: examination?.inForce ?? null, is_kept: isKept })
}
